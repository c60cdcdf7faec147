#include "tests/app/window/tiny_model.hpp"

namespace vitrine {

Model tiny_model(const std::string &name, double temperature) {
    Model model;
    Manifest &manifest = model.manifest;
    manifest.name = name;
    manifest.title = {"Colours", "颜色"};
    manifest.architecture.classes = 3;
    manifest.input.width = manifest.input.height = 8;
    // The fake's logits are Σ colour·sin(1 + 3c + k): (0.84, −0.76, 0.66) of pure red,
    // (0.14, −0.28, 0.41) of pure blue. So red leads with class 0, blue with class 2.
    manifest.labels = {{"crimson", "绛红"}, {"soot", "煤烟"}, {"ocean", "海蓝"}};
    manifest.parents = {{"red", {"red", "红色"}, {0}}};
    manifest.calibration.temperature = temperature;
    return model;
}

} // namespace vitrine
