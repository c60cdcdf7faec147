// A 3×3 convolution of stride 1 by Winograd's method, a handful of tiles at a time so that what
// lies between the steps stays in the cache.
#include "backends/cpu/direct/task.hpp"
#include "backends/cpu/direct/winograd.hpp"

#include <algorithm>
#include <array>

namespace vitrine::direct {

namespace {

constexpr int most_tiles = 24;

class WinogradTask final : public Task {
  public:
    WinogradTask(const Step &step, int m, int threads)
        : layer_(step.layer), in_(step.in), out_(step.out), m_(m),
          positions_(winograd_positions(m)), cut_(step.layer.out_channels), threads_(threads),
          tiles_down_((out_.height + m - 1) / m), tiles_across_((out_.width + m - 1) / m) {
        const auto columns = static_cast<std::size_t>(padded_columns(layer_.out_channels));
        packed_ = AlignedFloats(static_cast<std::size_t>(positions_) *
                                static_cast<std::size_t>(layer_.in_channels) * columns);
        pack_winograd(step.weight.data(), layer_.in_channels, layer_.out_channels, m,
                      packed_.data());
        bias_ = AlignedFloats(columns);
        no_bias_ = AlignedFloats(columns);
        std::copy(step.bias.begin(), step.bias.end(), bias_.data());
        finish_ = finish_of(layer_.activation, bias_.data());
    }

    [[nodiscard]] int pieces(int pictures) const override {
        return tile_pieces(pictures) * groups(pictures);
    }

    void run(int piece, const Places &places, Scratch &scratch) const override {
        const int group_count = groups(places.pictures);
        const auto [first, last] = share_of(tile_count(places.pictures),
                                            tile_pieces(places.pictures), piece / group_count);
        const int group = piece % group_count;
        const int first_panel = group * cut_.count() / group_count;
        const int last_panel = (group + 1) * cut_.count() / group_count;

        float *turned = scratch.floats; // positions × tiles × in channels
        float *products =               // positions × tiles × out channels
            turned + positions_ * most_tiles * layer_.in_channels;
        for (auto tile = first; tile < last; ++tile) {
            gather(tile, places, scratch, turned + (tile - first) * layer_.in_channels);
        }
        multiply(static_cast<int>(last - first), first_panel, last_panel, turned, products);
        for (auto tile = first; tile < last; ++tile) {
            scatter(tile, first_panel, last_panel, places,
                    products + (tile - first) * out_.channels);
        }
    }

    [[nodiscard]] std::size_t scratch_floats() const override {
        return static_cast<std::size_t>(positions_ * most_tiles) *
               static_cast<std::size_t>(layer_.in_channels + out_.channels);
    }

  private:
    [[nodiscard]] std::int64_t tile_count(int pictures) const {
        return std::int64_t{pictures} * tiles_down_ * tiles_across_;
    }
    [[nodiscard]] int tile_pieces(int pictures) const {
        const int pieces = parts_of(tile_count(pictures), most_tiles);
        // A multiple of the threads where there are several, for an even share.
        return pieces < 2 ? 1 : (pieces + threads_ - 1) / threads_ * threads_;
    }
    [[nodiscard]] int groups(int pictures) const {
        return tile_pieces(pictures) >= threads_ ? 1 : std::min(threads_, cut_.count());
    }

    struct Corner {
        std::int64_t picture;
        int y, x;
    };
    [[nodiscard]] Corner corner(std::int64_t tile) const {
        const int tiles = tiles_down_ * tiles_across_;
        const int place = static_cast<int>(tile % tiles);
        return {tile / tiles, place / tiles_across_ * m_, place % tiles_across_ * m_};
    }

    void gather(std::int64_t tile, const Places &places, const Scratch &scratch, float *out) const {
        const auto [picture, top, left] = corner(tile);
        const float *start = places.input + static_cast<std::size_t>(picture) * in_.size();
        std::array<const float *, 36> points{};
        const int side = m_ + 2;
        for (int i = 0; i < positions_; ++i) {
            const int y = top + i / side - 1;
            const int x = left + i % side - 1;
            const bool inside = y >= 0 && y < in_.height && x >= 0 && x < in_.width;
            points[static_cast<std::size_t>(i)] =
                inside ? start + (std::ptrdiff_t{y} * in_.width + x) * in_.channels : scratch.zeros;
        }
        transform_input(points.data(), layer_.in_channels, m_, out,
                        std::ptrdiff_t{most_tiles} * layer_.in_channels);
    }

    void multiply(int tiles, int first_panel, int last_panel, const float *turned,
                  float *products) const {
        const int blocks = (tiles + rows_at_once - 1) / rows_at_once;
        const std::ptrdiff_t columns = padded_columns(layer_.out_channels);
        Finish finish{no_bias_.data(), nullptr, -__builtin_inff(), __builtin_inff()};
        for (int position = 0; position < positions_; ++position) {
            const float *left = turned + std::ptrdiff_t{position} * most_tiles * layer_.in_channels;
            float *out = products + std::ptrdiff_t{position} * most_tiles * out_.channels;
            const float *packed = packed_.data() + position * columns * layer_.in_channels;
            for (int panel = first_panel; panel < last_panel; ++panel) {
                const std::ptrdiff_t column = std::ptrdiff_t{cut_.begin(panel)} * lanes;
                for (int block = 0; block < blocks; ++block) {
                    const int row = block * tiles / blocks;
                    const int end = (block + 1) * tiles / blocks;
                    std::array<const float *, rows_at_once> rows{};
                    for (int r = row; r < end; ++r) {
                        rows[static_cast<std::size_t>(r - row)] =
                            left + std::ptrdiff_t{r} * layer_.in_channels;
                    }
                    multiply_tile({.rows = rows.data(),
                                   .tap_stride = rows_at_once,
                                   .row_count = end - row,
                                   .taps = 1,
                                   .depth = layer_.in_channels,
                                   .panel = packed + column * layer_.in_channels,
                                   .panel_vectors = cut_.width(panel),
                                   .out = out + std::ptrdiff_t{row} * out_.channels + column,
                                   .stride = out_.channels,
                                   .finish = finish});
                }
            }
        }
    }

    void scatter(std::int64_t tile, int first_panel, int last_panel, const Places &places,
                 const float *products) const {
        const auto [picture, top, left] = corner(tile);
        const int column = cut_.begin(first_panel) * lanes;
        const std::size_t place =
            static_cast<std::size_t>(picture) * out_.size() +
            static_cast<std::size_t>((top * out_.width + left) * out_.channels + column);
        Finish finish = finish_;
        finish.bias += column;
        finish.other = places.other == nullptr ? nullptr : places.other + place;
        transform_output({.products = products + column,
                          .position_stride = std::ptrdiff_t{most_tiles} * out_.channels,
                          .columns = cut_.begin(last_panel) * lanes - column,
                          .out = places.output + place,
                          .row_stride = std::ptrdiff_t{out_.width} * out_.channels,
                          .pixel_stride = out_.channels,
                          .height = std::min(m_, out_.height - top),
                          .width = std::min(m_, out_.width - left),
                          .finish = finish},
                         m_);
    }

    Layer layer_;
    Shape in_, out_;
    int m_, positions_;
    PanelCut cut_;
    int threads_;
    int tiles_down_, tiles_across_;
    AlignedFloats packed_, bias_, no_bias_;
    Finish finish_{};
};

} // namespace

std::unique_ptr<Task> make_winograd(const Step &step, int m, int threads) {
    return std::make_unique<WinogradTask>(step, m, threads);
}

} // namespace vitrine::direct
