// A trainer process with the fake session, to be killed: small_trainer FOLDER EPOCHS [--resume]
#include "tests/core/training/run/small_run.hpp"

#include <cstdio>
#include <cstdlib>
#include <string_view>

int main(int argc, char **argv) {
    if (argc < 3)
        return 2;
    vitrine::test::Part part;
    part.recipe = vitrine::test::small_recipe(std::atoi(argv[2]));
    part.resume = argc > 3 && std::string_view(argv[3]) == "--resume";
    const auto ended = vitrine::test::run_part(argv[1], part);
    if (!ended) {
        std::fprintf(stderr, "%s\n", vitrine::english_message(ended.error()).c_str());
        return 1;
    }
    return *ended == vitrine::RunEnd::stopped ? 4 : 0;
}
