// The parts of the conformance suite.
#pragma once

#include <QObject>
#include <memory>

[[nodiscard]] std::unique_ptr<QObject> make_answers_test();
[[nodiscard]] std::unique_ptr<QObject> make_robustness_test();
[[nodiscard]] std::unique_ptr<QObject> make_training_test();
