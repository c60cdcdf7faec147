// The service manager's end of NOTIFY_SOCKET.
#pragma once

#include <QByteArray>
#include <QString>

#include <array>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace vitrine {

class FakeNotifySocket {
  public:
    explicit FakeNotifySocket(const QString &path)
        : descriptor_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const QByteArray name = path.toLocal8Bit();
        std::memcpy(address.sun_path, name.constData(),
                    std::min<std::size_t>(sizeof address.sun_path - 1,
                                          static_cast<std::size_t>(name.size())));
        ok_ =
            ::bind(descriptor_, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
    }
    ~FakeNotifySocket() { ::close(descriptor_); }
    FakeNotifySocket(const FakeNotifySocket &) = delete;
    FakeNotifySocket &operator=(const FakeNotifySocket &) = delete;

    [[nodiscard]] bool ok() const { return ok_; }
    /// The oldest message that waits, or nothing.
    [[nodiscard]] QByteArray take() const {
        std::array<char, 512> text{};
        const ssize_t count = ::recv(descriptor_, text.data(), text.size(), 0);
        return count > 0 ? QByteArray(text.data(), count) : QByteArray();
    }

  private:
    int descriptor_;
    bool ok_ = false;
};

} // namespace vitrine
