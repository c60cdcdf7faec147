// Stands for libcuda.so.1, which must only be there.
extern "C" __attribute__((visibility("default"))) int vitrine_fake_driver() { return 0; }
