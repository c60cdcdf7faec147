// An array that grows at its end and whose copies cost next to nothing.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <vector>

namespace vitrine {

/// Elements lie in blocks, blocks in groups, and copies share the groups: a copy of a million
/// elements takes one reference. An element is never written again while anyone may read it: one
/// thread may append to an array while another reads a copy that was taken before. A copy is a
/// value of its own: what is appended or cut on either side is not seen on the other. Taking a copy
/// needs the same thread (or lock) as appending. T is trivially copyable.
template <typename T> class AppendArray {
  public:
    static constexpr std::size_t block_size = 4096;
    static constexpr std::size_t group_size = 256; ///< blocks

    AppendArray() = default;
    AppendArray(const AppendArray &other)
        : groups_(other.groups_), size_(other.size_), may_write_(false) {}
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
        return (*block_of(index))[index % block_size];
    }
    [[nodiscard]] const T &back() const { return (*this)[size_ - 1]; }

    void append(const T &value) {
        if (!may_write_)
            own_end();
        if (size_ % (block_size * group_size) == 0)
            groups_.push_back(std::make_shared<Group>());
        if (size_ % block_size == 0)
            block_of(size_) = std::make_shared<Block>();
        (*block_of(size_))[size_ % block_size] = value;
        ++size_;
    }

    /// Keeps the first `size` elements.
    void truncate(std::size_t size) {
        if (size >= size_)
            return;
        size_ = size;
        groups_.resize(parts_of(parts_of(size, block_size), group_size));
        may_write_ = false; // a copy may still read what lies behind the new end
    }

  private:
    using Block = std::array<T, block_size>;
    using Group = std::array<std::shared_ptr<Block>, group_size>;

    /// How many parts of so many elements it takes.
    static std::size_t parts_of(std::size_t count, std::size_t each) {
        return (count + each - 1) / each;
    }
    [[nodiscard]] std::shared_ptr<Block> &block_of(std::size_t index) const {
        const std::size_t block = index / block_size;
        return (*groups_[block / group_size])[block % group_size];
    }

    /// Behind the end nobody else reads or writes any more.
    void own_end() {
        may_write_ = true;
        if (size_ % (block_size * group_size) == 0)
            return;
        auto group = std::make_shared<Group>();
        const std::size_t used = parts_of(size_, block_size) - (groups_.size() - 1) * group_size;
        std::copy_n(groups_.back()->begin(), used, group->begin());
        groups_.back() = std::move(group);
        if (size_ % block_size == 0)
            return;
        auto block = std::make_shared<Block>();
        std::copy_n(block_of(size_ - 1)->begin(), size_ % block_size, block->begin());
        block_of(size_ - 1) = std::move(block);
    }

    std::vector<std::shared_ptr<Group>> groups_;
    std::size_t size_ = 0;
    bool may_write_ = true; ///< behind the end
};

} // namespace vitrine
