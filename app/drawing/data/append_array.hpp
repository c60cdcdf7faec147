// An array that grows at its end and whose copies cost next to nothing.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <vector>

namespace vitrine {

/// Elements lie in blocks that copies share, and an element is never written again while anyone may
/// read it: one thread may append to an array while another reads a copy that was taken before. A
/// copy is a value of its own: what is appended or cut on either side is not seen on the other.
/// Taking a copy needs the same thread (or lock) as appending. T is trivially copyable.
template <typename T> class AppendArray {
  public:
    static constexpr std::size_t block_size = 4096;

    AppendArray() = default;
    AppendArray(const AppendArray &other)
        : blocks_(other.blocks_), size_(other.size_), may_write_(false) {}
    AppendArray(AppendArray &&other) noexcept = default;
    AppendArray &operator=(const AppendArray &other) {
        if (this != &other)
            *this = AppendArray(other);
        return *this;
    }
    AppendArray &operator=(AppendArray &&other) noexcept = default;
    ~AppendArray() = default;

    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] const T &operator[](std::size_t index) const {
        return (*blocks_[index / block_size])[index % block_size];
    }
    [[nodiscard]] const T &back() const { return (*this)[size_ - 1]; }

    void append(const T &value) {
        const std::size_t place = size_ % block_size;
        if (place == 0)
            blocks_.push_back(std::make_shared<Block>());
        else if (!may_write_)
            own_last_block();
        may_write_ = true;
        (*blocks_.back())[place] = value;
        ++size_;
    }

    /// Keeps the first `size` elements.
    void truncate(std::size_t size) {
        if (size >= size_)
            return;
        size_ = size;
        blocks_.resize((size + block_size - 1) / block_size);
        may_write_ = false; // a copy may still read what lies behind the new end
    }

  private:
    using Block = std::array<T, block_size>;

    void own_last_block() {
        auto block = std::make_shared<Block>();
        const std::size_t used = size_ % block_size;
        std::copy_n(blocks_.back()->begin(), used, block->begin());
        blocks_.back() = std::move(block);
    }

    std::vector<std::shared_ptr<Block>> blocks_;
    std::size_t size_ = 0;
    bool may_write_ = true; ///< behind the end of the last block
};

} // namespace vitrine
