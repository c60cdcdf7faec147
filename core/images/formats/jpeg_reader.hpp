// libjpeg as pictures from files and from cameras need it. Private to core.
#pragma once

#include "core/images/formats/format.hpp"

#include <csetjmp>
#include <cstdio>
#include <fmt/format.h>

#include <jpeglib.h>

#include <jerror.h>

namespace vitrine::formats {

/// libjpeg reports errors by longjmp. Each member that calls it sets the jump's target itself and
/// holds no object with a destructor, so that a jump skips none.
class JpegReader {
  public:
    static constexpr unsigned whole_size = 8; ///< eighths

    /// `bytes` stay in place while the reader lives.
    explicit JpegReader(std::span<const std::byte> bytes) : bytes_(bytes) {
        info_.err = jpeg_std_error(&handlers_);
        info_.client_data = this;
        handlers_.error_exit = [](j_common_ptr info) { self(info).fail(); };
        handlers_.emit_message = [](j_common_ptr info, int level) {
            if (level < 0)
                self(info).warn();
        };
        handlers_.output_message = [](j_common_ptr) {}; // nothing on standard error
        progress_.progress_monitor = [](j_common_ptr info) { self(info).check_scans(); };
    }
    JpegReader(const JpegReader &) = delete;
    JpegReader &operator=(const JpegReader &) = delete;
    ~JpegReader() {
        if (created_)
            jpeg_destroy_decompress(&info_);
    }

    // Each is false where it failed; error() then says why.
    bool read_header(std::int64_t max_memory) {
        if (setjmp(target_) != 0) // NOLINT(cert-err52-cpp): libjpeg offers no other way
            return false;
        jpeg_create_decompress(&info_);
        created_ = true;
        info_.progress = &progress_;
        info_.mem->max_memory_to_use = static_cast<long>(max_memory);
        jpeg_save_markers(&info_, JPEG_APP0 + 1, 0xFFFF);
        jpeg_mem_src(&info_, as_bytes8(bytes_), static_cast<unsigned long>(bytes_.size()));
        jpeg_read_header(&info_, TRUE);
        return true;
    }

    /// Colours as they are to come; the size in eighths, 1 to 8.
    bool start(J_COLOR_SPACE colours, unsigned eighths) {
        if (setjmp(target_) != 0) // NOLINT(cert-err52-cpp)
            return false;
        info_.out_color_space = colours;
        info_.scale_num = eighths;
        info_.scale_denom = 8;
        jpeg_start_decompress(&info_);
        return true;
    }

    bool read_row(std::uint8_t *row) {
        if (setjmp(target_) != 0) // NOLINT(cert-err52-cpp)
            return false;
        jpeg_read_scanlines(&info_, &row, 1);
        return true;
    }

    bool finish() {
        if (setjmp(target_) != 0) // NOLINT(cert-err52-cpp)
            return false;
        jpeg_finish_decompress(&info_);
        return true;
    }

    [[nodiscard]] const jpeg_decompress_struct &info() const noexcept { return info_; }
    [[nodiscard]] bool has_multiple_scans() noexcept {
        return jpeg_has_multiple_scans(&info_) != FALSE;
    }

    [[nodiscard]] Error error() {
        switch (handlers_.msg_code) {
        case JWRN_JPEG_EOF:
        case JWRN_HIT_MARKER:
        case JERR_INPUT_EOF:
        case JERR_INPUT_EMPTY:
        case JERR_NO_IMAGE:
            return {"truncated", {}};
        case JERR_OUT_OF_MEMORY:
        case JERR_NO_BACKING_STORE:
        case JERR_IMAGE_TOO_BIG:
            return {"out_of_memory",
                    {fmt::format("{} × {} pixels", info_.image_width, info_.image_height)}};
        case JERR_BAD_PRECISION:
        case JERR_SOF_UNSUPPORTED:
        case JERR_CONVERSION_NOTIMPL:
        case JERR_NOT_COMPILED:
        case JERR_ARITH_NOTIMPL:
            return {"unsupported", {"jpeg", text()}};
        default:
            return {"damaged", {too_many_scans_ ? std::string("it has too many scans") : text()}};
        }
    }

  private:
    /// A few stray bytes between segments are left by many cameras and editors; more are damage.
    static constexpr int tolerated_stray_bytes = 16;
    /// A progressive file of thousands of scans costs minutes; real ones have about ten.
    static constexpr int max_scans = 100;

    static JpegReader &self(j_common_ptr info) {
        return *static_cast<JpegReader *>(info->client_data);
    }

    [[noreturn]] void fail() { std::longjmp(target_, 1); } // NOLINT(cert-err52-cpp)

    /// libjpeg only warns of missing and damaged data, and fills in grey.
    void warn() {
        switch (handlers_.msg_code) {
        case JWRN_ADOBE_XFORM:
        case JWRN_BOGUS_PROGRESSION:
        case JWRN_JFIF_MAJOR:
        case JWRN_BOGUS_ICC:
        case JWRN_TOO_MUCH_DATA:
            return;
        case JWRN_EXTRANEOUS_DATA:
            if (handlers_.msg_parm.i[0] <= tolerated_stray_bytes)
                return;
            break;
        default:
            break;
        }
        fail();
    }

    void check_scans() {
        if (info_.input_scan_number > max_scans) {
            too_many_scans_ = true;
            handlers_.msg_code = 0;
            fail();
        }
    }

    std::string text() {
        char buffer[JMSG_LENGTH_MAX] = "";
        handlers_.format_message(reinterpret_cast<j_common_ptr>(&info_), buffer);
        return buffer;
    }

    std::span<const std::byte> bytes_;
    jpeg_decompress_struct info_{};
    jpeg_error_mgr handlers_{};
    jpeg_progress_mgr progress_{};
    std::jmp_buf target_{};
    bool created_ = false;
    bool too_many_scans_ = false;
};

} // namespace vitrine::formats
