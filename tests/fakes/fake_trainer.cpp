// A trainer that does as it is told, for tests of what watches one:
//   fake_trainer FOLDER VERB...
//   start:EPOCHS     a start event of 10 steps an epoch; start:EPOCHS:STEP after a resume
//   steps:A:B        steps A to B        epoch:N:ACCURACY   the test after epoch N
//   line:TEXT        a line as it is     torn:TEXT          the same without its end
//   obey             waits for requests and does them; goes on after "resume"
//   stale:SECONDS    a heartbeat that long ago
//   say:TEXT         on standard error
//   deaf             does nothing more, until it is killed
//   kill             is killed           end:REASON         the last event
//   exit:STATUS      ends
#include "core/training/run/run_folder.hpp"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace {

using vitrine::RunFolder;
using vitrine::RunRequest;

std::vector<std::string> parts_of(const std::string &verb) {
    std::vector<std::string> parts;
    std::size_t at = 0;
    const bool free_text =
        verb.starts_with("line:") || verb.starts_with("torn:") || verb.starts_with("say:");
    for (std::size_t end = 0; end != std::string::npos; at = end + 1) {
        end = free_text && !parts.empty() ? std::string::npos : verb.find(':', at);
        parts.push_back(verb.substr(at, end == std::string::npos ? end : end - at));
    }
    return parts;
}

class FakeTrainer {
  public:
    explicit FakeTrainer(RunFolder &folder)
        : folder_(folder), events_(folder.file("events.jsonl"), std::ios::app) {
        std::ofstream(folder.file("run.json"))
            << R"({"recipe":{"name":"quick","epochs":3,"title":{"en":"Quick","zh":"快"}},)"
            << R"("data":{"path":"/somewhere","training":100,"fingerprint":"abc"},"seed":0})";
    }

    void perform(const std::string &text) {
        const auto verb = parts_of(text);
        const auto number = [&verb](std::size_t i) {
            return verb.size() > i ? std::atoi(verb[i].c_str()) : 0;
        };
        if (verb[0] == "start")
            start(number(1), verb.size() > 2 ? verb[2] : "");
        else if (verb[0] == "steps")
            steps(number(1), number(2));
        else if (verb[0] == "epoch")
            epoch(number(1), verb.at(2));
        else if (verb[0] == "line")
            write(verb.at(1) + "\n");
        else if (verb[0] == "torn")
            write(verb.at(1));
        else if (verb[0] == "obey")
            obey();
        else if (verb[0] == "stale")
            stale(number(1));
        else if (verb[0] == "say")
            static_cast<void>(std::fprintf(stderr, "%s\n", verb.at(1).c_str()));
        else if (verb[0] == "deaf")
            for (;;)
                ::pause();
        else if (verb[0] == "kill")
            static_cast<void>(std::raise(SIGKILL));
        else if (verb[0] == "end")
            end(verb.at(1));
        else if (verb[0] == "exit")
            std::_Exit(number(1));
    }

  private:
    void write(const std::string &text) { events_ << text << std::flush; }
    void start(int epochs, const std::string &resumed) {
        const std::string more = resumed.empty() ? "" : ",\"resumed_at_step\":" + resumed;
        write(fmt::format(R"({{"type":"start","time_s":0,"step":0,"epochs":{},"steps":{},)"
                          R"("steps_per_epoch":10,"training_pictures":100,"test_pictures":20,)"
                          R"("labels":["cat","dog"]{}}})"
                          "\n",
                          epochs, 10 * epochs, more));
        folder_.beat(RunFolder::State::running);
    }
    void steps(int first, int last) {
        for (int step = first; step <= last; ++step)
            write(fmt::format(R"({{"type":"step","time_s":{0},"step":{0},"epoch":{1},"loss":{2},)"
                              R"("accuracy":0.5,"learning_rate":0.1,"images_per_second":50,)"
                              R"("eta_s":9}})"
                              "\n",
                              step, (step + 9) / 10, 2.0 / step));
    }
    void epoch(int epoch, const std::string &accuracy) {
        write(fmt::format(R"({{"type":"epoch","time_s":{0},"step":{0},"epoch":{1},)"
                          R"("train_loss":1,"train_accuracy":0.5,"test_loss":1,)"
                          R"("test_accuracy":{2},"best":true,"eta_s":5}})"
                          "\n",
                          10 * epoch, epoch, accuracy));
    }
    void end(const std::string &reason) {
        write(fmt::format(R"({{"type":"end","time_s":9,"step":9,"reason":"{}"}})"
                          "\n",
                          reason));
    }
    void stale(int seconds) {
        const std::time_t then = std::time(nullptr) - seconds;
        const timespec times[2] = {{then, 0}, {then, 0}};
        ::utimensat(AT_FDCWD, folder_.file("run.lock").c_str(), times, 0);
    }
    void obey() {
        for (;;) {
            const RunRequest request = folder_.take_request();
            if (request == RunRequest::pause)
                folder_.beat(RunFolder::State::paused);
            if (request == RunRequest::resume) {
                folder_.beat(RunFolder::State::running);
                return;
            }
            if (request == RunRequest::stop) {
                end("stopped");
                std::_Exit(4);
            }
            timespec moment{0, 5'000'000};
            ::nanosleep(&moment, nullptr);
        }
    }

    RunFolder &folder_;
    std::ofstream events_;
};

} // namespace

int main(int argc, char **argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    if (words.empty())
        return 2;
    std::error_code ignored;
    auto folder = RunFolder::open(words.front(),
                                  std::filesystem::exists(words.front() + "/run.json", ignored));
    if (!folder)
        return 6;
    FakeTrainer trainer(*folder);
    for (std::size_t i = 1; i < words.size(); ++i)
        trainer.perform(words[i]);
    return 0;
}
