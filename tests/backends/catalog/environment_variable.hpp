// Sets an environment variable for as long as it lives.
#pragma once

#include <QByteArray>

class EnvironmentVariable {
  public:
    EnvironmentVariable(const char *name, const QByteArray &value) : name_(name) {
        qputenv(name, value);
    }
    ~EnvironmentVariable() { qunsetenv(name_); }
    EnvironmentVariable(const EnvironmentVariable &) = delete;
    EnvironmentVariable &operator=(const EnvironmentVariable &) = delete;

  private:
    const char *name_;
};
