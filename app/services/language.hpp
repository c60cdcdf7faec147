// The visitor's language, switched while running.
#pragma once

#include "core/models/manifest.hpp"
#include "core/support/result.hpp"

#include <QObject>
#include <QString>
#include <QStringList>
#include <QTranslator>

#include <vector>

namespace vitrine {

/// Chinese or English. QML's qsTrId() and the view models read the same table; a change reaches
/// both at once: changed() is for the view models, and the window retranslates its engine on it.
/// GUI thread only.
class Language : public QObject {
    Q_OBJECT

  public:
    enum class Tongue { chinese, english };

    explicit Language(QObject *parent = nullptr);
    ~Language() override;

    [[nodiscard]] Tongue tongue() const noexcept { return tongue_; }
    [[nodiscard]] QString code() const; ///< "zh" or "en"
    void set_code(const QString &code); ///< anything but "zh" is English

    /// "zh" where the system speaks Chinese, else "en".
    [[nodiscard]] static QString system_code();

    /// The text with this id, its %1, %2 … filled in. Unknown ids come back as they are.
    [[nodiscard]] QString text(const char *id, const QStringList &values = {}) const;
    /// The text in both languages, for what is written down and read later.
    [[nodiscard]] static Phrase phrase(const char *id, const std::vector<Phrase> &values = {});
    [[nodiscard]] QString word(const Phrase &phrase) const; ///< English where there is no Chinese
    /// A sentence with a next step. Unknown codes give a general one, never the code.
    [[nodiscard]] QString sentence(const Error &error) const;
    [[nodiscard]] QString number(int value) const; ///< 1,000 in English, 1000 in Chinese
    [[nodiscard]] QString percentage(double probability) const; ///< "91.2%"

  Q_SIGNALS:
    void changed();

  private:
    /// Lets qsTrId() in QML find the table.
    class Translator : public QTranslator {
      public:
        explicit Translator(const Language &language) : language_(language) {}
        [[nodiscard]] QString translate(const char *context, const char *source,
                                        const char *disambiguation, int count) const override;
        [[nodiscard]] bool isEmpty() const override { return false; }

      private:
        const Language &language_;
    };

    Tongue tongue_ = Tongue::english;
    Translator translator_;
};

} // namespace vitrine
