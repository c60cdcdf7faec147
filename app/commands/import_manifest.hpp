// What `import` writes into a model's manifest.
#pragma once

#include "core/images/image.hpp"
#include "core/models/manifest.hpp"
#include "core/support/result.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// What is known of a network without being told: how its input is usually prepared (torchvision's
/// published means and deviations for ImageNet ResNets, the original's for Lite0, the recipe's for
/// the fast net; 0 and 1 for others) and numbered labels. The name is made of the title: its first
/// 200 bytes, with hyphens for what names do not hold.
[[nodiscard]] Manifest usual_manifest(const Architecture &architecture, const std::string &title);

/// The manifest with the fields of a card laid over it (JSON merge patch, RFC 7396). The card holds
/// any part of a manifest but schema and architecture. Errors: bad_card (path, reason), those of
/// read_file() and parse_manifest().
[[nodiscard]] Result<Manifest> with_card(const Manifest &manifest,
                                         const std::filesystem::path &card);

/// Six pictures at the model's input size, always the same: a gradient, stripes, a checkerboard,
/// a disc, noise, a plain colour.
[[nodiscard]] std::vector<Image> drawn_pictures(const InputRule &rule);

} // namespace vitrine
