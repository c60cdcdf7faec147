// A test whose window is watched for standing still.
#pragma once

#include "app/supervision/watched_application.hpp"

#include <QTest>

#include <vector>

namespace vitrine {

/// Since they were cleared: once the window is there, and somebody may touch it.
inline std::vector<Stall> &seen_stalls() {
    static std::vector<Stall> stalls;
    return stalls;
}

/// For cleanup(). By our own processor time, so that a machine that is busy with others fails
/// nothing.
inline void fail_on_stalls() {
    for (const Stall &stall : seen_stalls())
        QVERIFY2(stall.computed < StallWatch::budget, stall.what.c_str());
}

/// The test's main().
template <typename Test> int run_watched_test(int argc, char **argv) {
    const WatchedApplication application(
        argc, argv, [](const Stall &stall) { seen_stalls().push_back(stall); });
    Test test;
    return QTest::qExec(&test, argc, argv);
}

} // namespace vitrine
