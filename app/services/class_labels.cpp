#include "app/services/class_labels.hpp"

#include "app/services/model_library.hpp"

#include <algorithm>

namespace vitrine {

LabelSet labels_for(const std::vector<std::string> &class_names) {
    const ModelLibrary library;
    for (const LibraryModel &model : library.models()) {
        const Manifest &manifest = *model.manifest;
        if (std::ranges::equal(manifest.labels, class_names, {}, &Phrase::en))
            return {manifest.labels, manifest.parents, manifest.never_headline};
    }
    LabelSet set;
    for (const std::string &name : class_names)
        set.labels.push_back({name, name});
    return set;
}

} // namespace vitrine
