// Runs the suite against one plugin, as the environment names it (see CMakeLists.txt).
#include "backends/catalog/process_environment.hpp"
#include "tests/backends/conformance/conformance_tests.hpp"

#include <QCoreApplication>
#include <QtTest>

int main(int argc, char **argv) {
    vitrine::prepare_process(argc, argv);
    const QCoreApplication application(argc, argv);
    int failures = 0;
    for (const auto make : {make_answers_test, make_robustness_test, make_training_test}) {
        failures += QTest::qExec(make().get(), argc, argv);
    }
    return failures;
}
