// What the needy fake needs: a symbol, so that the linker keeps the library.
extern "C" __attribute__((visibility("default"))) int vitrine_fake_dependency() { return 42; }
