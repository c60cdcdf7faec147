// Pictures that the next trainings do without.
#pragma once

#include "core/support/result.hpp"

#include <QObject>
#include <QThreadPool>

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace vitrine {

/// Names of pictures (see TrainingData) by data set, kept in a JSON file that is read and written
/// on a thread of its own. GUI thread only.
class LeftOutPictures : public QObject {
    Q_OBJECT

  public:
    using Names = std::set<std::string>;

    /// `file`: where they are kept; its folder is made when there is something to keep.
    explicit LeftOutPictures(std::filesystem::path file, QObject *parent = nullptr);
    ~LeftOutPictures() override; ///< waits for the file

    void read(); ///< what was kept before; changed() comes later
    [[nodiscard]] const Names &of(const std::string &data_set) const;
    [[nodiscard]] bool holds(const std::string &data_set, const std::string &name) const;
    void set(const std::string &data_set, const std::string &name, bool out);
    void bring_all_back(const std::string &data_set);
    /// Why what was chosen last could not be kept beyond this window.
    [[nodiscard]] const std::optional<Error> &problem() const { return problem_; }

  Q_SIGNALS:
    void changed();

  private:
    void keep();

    std::filesystem::path file_;
    std::map<std::string, Names> names_; ///< by the data set's path; none is empty
    std::optional<Error> problem_;
    QThreadPool pool_;
};

} // namespace vitrine
