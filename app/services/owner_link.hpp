// The way back from a thread that may outlive the one it works for.
#pragma once

#include <QObject>

#include <memory>
#include <mutex>
#include <utility>

namespace vitrine {

/// A file on a disk that does not answer holds a thread for minutes, so such threads are detached:
/// they own what they touch, and reach their owner, an object of the GUI thread, only through this.
/// The owner cuts it when it goes.
template <typename Owner> class OwnerLink {
  public:
    explicit OwnerLink(Owner &owner) : owner_(&owner) {}

    /// From now on nothing comes. On the owner's thread; waits for a use() under way.
    void cut() {
        const std::lock_guard lock(mutex_);
        owner_ = nullptr;
    }

    /// Calls `tell(owner)` on the owner's thread, unless the link is cut by then. Any thread.
    template <typename Tell> static void post(const std::shared_ptr<OwnerLink> &link, Tell tell) {
        link->use([&](Owner &owner) {
            QMetaObject::invokeMethod(
                &owner,
                [link, tell = std::move(tell)] {
                    if (link->owner_ != nullptr) // only changed on this thread
                        tell(*link->owner_);
                },
                Qt::QueuedConnection);
        });
    }

    /// Calls `use(owner)` here, unless the link is cut; briefly, since the owner may wait for it.
    template <typename Use> void use(Use use) {
        const std::lock_guard lock(mutex_);
        if (owner_ != nullptr)
            use(*owner_);
    }

  private:
    std::mutex mutex_;
    Owner *owner_ = nullptr;
};

} // namespace vitrine
