// Which pictures of a folder are trained on and which are tested on.
#pragma once

#include "core/data/picture_folder.hpp"
#include "core/support/result.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace vitrine {

inline constexpr double held_back_share = 0.2; ///< of each class, where there are no test pictures

struct ListedForTraining {
    LabelledPicture picture;
    bool test = false;
};

struct PictureListing {
    std::vector<std::string> class_names; ///< sorted by their bytes
    std::vector<ListedForTraining> pictures;
    bool split_here = false; ///< the test pictures were held back from the training pictures
};

/// train/<class>/* and test/<class>/*, or <class>/* alone; no picture is opened. Errors:
/// wrong_folder_level (path, the folder to take); no_such_split (path, "train"): there is a folder
/// for testing alone; no_pictures (path); loose_pictures (path): pictures that lie in no class;
/// no_test_pictures (path): its folder `test` has none; unknown_test_classes (path, names): nothing
/// is learnt of them; class_unreadable (path).
[[nodiscard]] Result<PictureListing> list_training_pictures(const std::filesystem::path &folder);

} // namespace vitrine
