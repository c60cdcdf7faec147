#include "app/display.hpp"

#include <QByteArray>
#include <QList>
#include <QtGlobal>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <memory>

#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace vitrine {
namespace {

constexpr int patience_ms = 2000;
constexpr int first_x_port = 6000; // of X11: display n listens on 6000 + n

class Socket {
  public:
    explicit Socket(int family)
        : descriptor_(socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {}
    ~Socket() {
        if (descriptor_ >= 0)
            close(descriptor_);
    }
    Socket(const Socket &) = delete;
    Socket &operator=(const Socket &) = delete;

    [[nodiscard]] bool answers(const sockaddr *address, socklen_t size) const {
        if (descriptor_ < 0)
            return false;
        if (connect(descriptor_, address, size) == 0 || errno == EAGAIN) // EAGAIN: it is busy
            return true;
        if (errno != EINPROGRESS)
            return false;
        pollfd waiting{descriptor_, POLLOUT, 0};
        if (poll(&waiting, 1, patience_ms) != 1)
            return false;
        int error = 0;
        socklen_t length = sizeof error;
        return getsockopt(descriptor_, SOL_SOCKET, SO_ERROR, &error, &length) == 0 && error == 0;
    }

  private:
    int descriptor_;
};

/// `path` may begin with a zero: Linux' abstract names.
bool local_answers(const QByteArray &path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.isEmpty() || path.size() >= qsizetype{sizeof address.sun_path})
        return false;
    std::memcpy(address.sun_path, path.constData(), static_cast<std::size_t>(path.size()));
    const bool abstract = path.front() == '\0';
    const auto size = offsetof(sockaddr_un, sun_path) + static_cast<std::size_t>(path.size()) +
                      (abstract ? 0 : 1);
    return Socket(AF_UNIX).answers(reinterpret_cast<const sockaddr *>(&address),
                                   static_cast<socklen_t>(size));
}

bool host_answers(const QByteArray &host, int port) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo *found = nullptr;
    if (getaddrinfo(host.constData(), QByteArray::number(port).constData(), &hints, &found) != 0)
        return false;
    const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> all(found, &freeaddrinfo);
    for (const addrinfo *at = all.get(); at != nullptr; at = at->ai_next)
        if (Socket(at->ai_family).answers(at->ai_addr, at->ai_addrlen))
            return true;
    return false;
}

/// DISPLAY is [protocol/][host]:display[.screen], as in X(7); or the path of a socket.
bool x_answers() {
    QByteArray name = qgetenv("DISPLAY");
    if (name.startsWith('/') && local_answers(name))
        return true;
    const qsizetype colon = name.lastIndexOf(':');
    if (colon < 0)
        return false;
    bool is_number = false;
    const QByteArray number = name.mid(colon + 1).split('.').first();
    const int display = number.toInt(&is_number);
    if (!is_number || display < 0)
        return false;
    QByteArray host = name.left(colon);
    host = host.mid(host.indexOf('/') + 1);
    if (host.startsWith('[') && host.endsWith(']'))
        host = host.mid(1, host.size() - 2);
    if (!host.isEmpty() && host != "unix")
        return host_answers(host, first_x_port + display);
    const QByteArray path = "/tmp/.X11-unix/X" + QByteArray::number(display);
    return local_answers(path) || local_answers('\0' + path);
}

bool wayland_answers() {
    if (!qEnvironmentVariableIsEmpty("WAYLAND_SOCKET")) // connected already
        return true;
    const QByteArray name = qgetenv("WAYLAND_DISPLAY");
    if (name.isEmpty())
        return false;
    return local_answers(name.startsWith('/') ? name : qgetenv("XDG_RUNTIME_DIR") + '/' + name);
}

bool platform_answers(const QByteArray &platform) {
    const QByteArray name = platform.split(':').first();
    if (name == "xcb")
        return x_answers();
    return name.startsWith("wayland") ? wayland_answers() : true;
}

} // namespace

bool has_display() {
    const QByteArray platforms = qgetenv("QT_QPA_PLATFORM");
    if (platforms.isEmpty())
        return x_answers() || wayland_answers();
    const QList<QByteArray> names = platforms.split(';');
    return std::ranges::any_of(names, platform_answers);
}

bool has_graphics_processor(const std::filesystem::path &devices) {
    std::error_code error;
    for (const char *name : {"nvidia0", "dxg"})
        if (std::filesystem::exists(devices / name, error))
            return true;
    for (std::filesystem::directory_iterator entry(devices / "dri", error), end;
         !error && entry != end; entry.increment(error))
        if (entry->path().filename().string().starts_with("renderD"))
            return true;
    return false;
}

} // namespace vitrine
