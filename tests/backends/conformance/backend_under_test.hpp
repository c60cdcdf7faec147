// One plugin, reached through the catalog as in the program, with the model it is tried with.
//
//   VITRINE_CONFORMANCE_FOLDER    where it lies
//   VITRINE_CONFORMANCE_ID        its id
//   VITRINE_CONFORMANCE_MAY_SKIP  1: its hardware may be absent
#pragma once

#include "backends/catalog/catalog.hpp"

#include <QString>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace vitrine {

class BackendUnderTest {
  public:
    /// Never empty; what went wrong is in problem().
    [[nodiscard]] static std::unique_ptr<BackendUnderTest> find();

    /// Whether it may be, and is, without its hardware or libraries.
    [[nodiscard]] bool absent() const { return absent_; }
    [[nodiscard]] QString problem() const { return problem_; }

    [[nodiscard]] Catalog &catalog() { return *catalog_; }
    [[nodiscard]] Backend &backend() { return *backend_; }
    [[nodiscard]] const QString &id() const { return id_; }
    [[nodiscard]] const std::string &device() const { return device_; }
    /// With four golden pictures, of the backend's own double-precision reference.
    [[nodiscard]] const Model &model() const { return model_; }
    [[nodiscard]] bool has_weights() const { return !model_.weights.empty(); }
    /// Twelve of the model's size, and their logits by the reference.
    [[nodiscard]] const std::vector<Image> &pictures() const { return pictures_; }
    [[nodiscard]] const std::vector<std::vector<float>> &reference() const { return reference_; }

    /// The model in float32, for batches of up to twelve.
    [[nodiscard]] Result<std::unique_ptr<Classifier>> load(ClassifierOptions options = {});

  private:
    [[nodiscard]] Result<void> prepare();

    bool absent_ = false;
    QString problem_;
    QString id_;
    std::unique_ptr<Catalog> catalog_;
    std::shared_ptr<Backend> backend_;
    std::string device_;
    Model model_;
    std::vector<Image> pictures_;
    std::vector<std::vector<float>> reference_;
};

inline constexpr double same_precision = 1e-4;
inline constexpr double against_double = 1e-3;
inline constexpr int side = 32;

/// Largest |difference| relative to the largest |wanted|; infinity for anything that is no number.
[[nodiscard]] double difference(std::span<const float> given, std::span<const float> wanted);

/// Row `index` of a matrix that is `width` wide.
[[nodiscard]] std::span<const float> row(const std::vector<float> &values, std::size_t index,
                                         int width);

/// All pictures in one batch, within a minute.
[[nodiscard]] Result<Classification> ask(Classifier &classifier, const std::vector<Image> &images,
                                         Wanted wanted = {});

[[nodiscard]] std::vector<float> floats_of(const Tensor &tensor);

} // namespace vitrine
