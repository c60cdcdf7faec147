// A convolution as a product of matrices whose left rows are read through pointers; with a kernel
// of one pixel also the last layer.
#include "backends/cpu/direct/task.hpp"

#include <algorithm>

namespace vitrine::direct {

namespace {

constexpr int rows_of_piece = 16 * rows_at_once;

class ConvolutionTask final : public Task {
  public:
    ConvolutionTask(const Step &step, int threads)
        : layer_(step.layer), in_(step.in), out_(step.out), cut_(step.layer.out_channels),
          threads_(threads) {
        top_ = padding_of(layer_, in_.height).first;
        left_ = padding_of(layer_, in_.width).first;
        pack(step);
        finish_ = finish_of(layer_.activation, bias_.data());
    }

    [[nodiscard]] int pieces(int pictures) const override {
        return row_pieces(pictures) * panel_groups(pictures);
    }

    void run(int piece, const Places &places, Scratch &scratch) const override {
        const int groups = panel_groups(places.pictures);
        const int group = piece % groups;
        const std::int64_t rows = row_count(places.pictures);
        const std::int64_t blocks = (rows + rows_at_once - 1) / rows_at_once;
        const auto [first_block, last_block] =
            share_of(blocks, row_pieces(places.pictures), piece / groups);
        // Spread evenly, so that no block is left with a single row.
        const auto rows_of = [&](std::int64_t block) { return share_of(rows, blocks, block); };
        const int tap_count = taps();
        auto *pointers = scratch.pointers.data();
        for (auto block = first_block; block < last_block; ++block) {
            point(rows_of(block), places, scratch.zeros,
                  pointers + (block - first_block) * tap_count * rows_at_once);
        }
        for (int panel = group * cut_.count() / groups; panel < (group + 1) * cut_.count() / groups;
             ++panel) {
            const std::ptrdiff_t column = std::ptrdiff_t{cut_.begin(panel)} * lanes;
            for (auto block = first_block; block < last_block; ++block) {
                const auto [first_row, last_row] = rows_of(block);
                const std::ptrdiff_t place = first_row * out_.channels + column;
                Finish finish = finish_;
                finish.bias += column;
                finish.other = places.other == nullptr ? nullptr : places.other + place;
                multiply_tile({.rows = pointers + (block - first_block) * tap_count * rows_at_once,
                               .tap_stride = rows_at_once,
                               .row_count = static_cast<int>(last_row - first_row),
                               .taps = tap_count,
                               .depth = depth_,
                               .panel = packed_.data() + column * tap_count * depth_,
                               .panel_vectors = cut_.width(panel),
                               .out = places.output + place,
                               .stride = out_.channels,
                               .finish = finish});
            }
        }
    }

    [[nodiscard]] std::size_t scratch_pointers() const override {
        return static_cast<std::size_t>((rows_of_piece + 2 * rows_at_once) * taps());
    }

  private:
    /// Where the input carries its own border, a row of the kernel lies in one piece.
    [[nodiscard]] bool whole_rows() const { return layer_.in_channels < lanes; }
    [[nodiscard]] int taps() const {
        return whole_rows() ? layer_.kernel : layer_.kernel * layer_.kernel;
    }

    void pack(const Step &step) {
        const int kernel = layer_.kernel;
        const int in = layer_.in_channels;
        const int out = layer_.out_channels;
        depth_ = whole_rows() ? kernel * in : in;
        const int depth = kernel * kernel * in;
        // From out × in × k × k to (k × k × in) × out.
        std::vector<float> turned(static_cast<std::size_t>(depth) * static_cast<std::size_t>(out));
        for (int o = 0; o < out; ++o) {
            for (int i = 0; i < in; ++i) {
                for (int k = 0; k < kernel * kernel; ++k) {
                    turned[static_cast<std::size_t>((k * in + i)) * static_cast<std::size_t>(out) +
                           static_cast<std::size_t>(o)] =
                        step.weight[(static_cast<std::size_t>(o) * static_cast<std::size_t>(in) +
                                     static_cast<std::size_t>(i)) *
                                        static_cast<std::size_t>(kernel * kernel) +
                                    static_cast<std::size_t>(k)];
                }
            }
        }
        const auto columns = static_cast<std::size_t>(padded_columns(out));
        packed_ = AlignedFloats(static_cast<std::size_t>(depth) * columns);
        pack_panels(turned.data(), depth, out, out, packed_.data());
        bias_ = AlignedFloats(columns);
        std::copy(step.bias.begin(), step.bias.end(), bias_.data());
    }

    [[nodiscard]] std::int64_t row_count(int pictures) const {
        return std::int64_t{pictures} * out_.height * out_.width;
    }
    [[nodiscard]] int row_pieces(int pictures) const {
        return parts_of(row_count(pictures), rows_of_piece);
    }
    /// Few rows: let the threads share the columns.
    [[nodiscard]] int panel_groups(int pictures) const {
        const int wanted = 6 * threads_;
        const int pieces = row_pieces(pictures);
        return pieces >= wanted ? 1 : std::min(cut_.count(), (wanted + pieces - 1) / pieces);
    }

    /// Pointers to the inputs of these output rows, taps × rows_at_once.
    void point(const Share &rows, const Places &places, const float *zeros,
               const float **pointers) const {
        const int pixels = out_.height * out_.width;
        for (auto row = rows.first; row < rows.last; ++row) {
            const auto picture = row / pixels;
            const int pixel = static_cast<int>(row % pixels);
            const int top = pixel / out_.width * layer_.stride - top_;
            const int left = pixel % out_.width * layer_.stride - left_;
            const float *start = places.input + static_cast<std::size_t>(picture) * in_.size();
            const float **list = pointers + (row - rows.first);
            if (whole_rows()) {
                for (int ky = 0; ky < layer_.kernel; ++ky) {
                    list[ky * rows_at_once] =
                        start + (std::ptrdiff_t{top + ky} * in_.width + left) * in_.channels;
                }
                continue;
            }
            for (int ky = 0; ky < layer_.kernel; ++ky) {
                for (int kx = 0; kx < layer_.kernel; ++kx) {
                    const int y = top + ky;
                    const int x = left + kx;
                    const bool inside = y >= 0 && y < in_.height && x >= 0 && x < in_.width;
                    *list =
                        inside ? start + (std::ptrdiff_t{y} * in_.width + x) * in_.channels : zeros;
                    list += rows_at_once;
                }
            }
        }
    }

    Layer layer_;
    Shape in_, out_;
    PanelCut cut_;
    int threads_;
    int top_ = 0, left_ = 0;
    int depth_ = 0;
    AlignedFloats packed_, bias_;
    Finish finish_{};
};

} // namespace

std::unique_ptr<Task> make_convolution(const Step &step, int threads) {
    return std::make_unique<ConvolutionTask>(step, threads);
}

} // namespace vitrine::direct
