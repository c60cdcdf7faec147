// Frames that follow each other evenly.
#pragma once

namespace vitrine {

/// Lets Qt's own painter, where it is the one that draws, begin a frame in the turn of the event
/// loop in which the animations have moved on, not 5 ms later: between two frames the processor is
/// then waited for once instead of twice. Does nothing where a vertical sync paces the frames, and
/// what QT_QPA_UPDATE_IDLE_TIME says already, stays. Call when the renderer is chosen, before a
/// window asks for its first frame.
///
/// Whatever links this, the painter also fills on the thread that paints: Qt would hand each
/// translucent rectangle higher than 95 rows to QThreadPool::globalInstance() and wait, many
/// times a frame, behind whatever else computes there and on the machine.
void pace_frames();

} // namespace vitrine
