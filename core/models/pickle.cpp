#include "core/models/pickle.hpp"

#include "core/models/pickle_globals.hpp"
#include "core/models/pickle_input.hpp"
#include "core/models/pickle_opcodes.hpp"

#include <algorithm>
#include <bit>
#include <optional>
#include <unordered_map>

namespace vitrine {

namespace {

using namespace pickle;

/// What a document may take on top of its nodes: items of all containers, characters of all texts.
constexpr std::size_t most_items = 4 * most_pickle_nodes;
constexpr std::size_t longest_name = 512;

class Machine {
  public:
    explicit Machine(std::span<const std::byte> bytes) : input_(bytes) {}

    Result<PickleDocument> run() {
        while (!stopped_ && !failed()) {
            step(static_cast<std::uint8_t>(input_.number(1)));
        }
        if (failed()) {
            return *input_.error();
        }
        document_.length = input_.position();
        return std::move(document_);
    }

  private:
    // ---- faults ---------------------------------------------------------------------------
    void fail(std::string reason) { input_.fail({"bad_pth", {std::move(reason)}}); }
    void fail(const Error &error) { input_.fail(error); }
    [[nodiscard]] bool failed() const { return input_.error().has_value(); }

    // ---- values ---------------------------------------------------------------------------
    PickleRef make(PickleNode node) {
        if (document_.nodes.size() >= most_pickle_nodes) {
            fail("the pickle holds too many values");
            return 0;
        }
        items_ += node.items.size();
        if (items_ > most_items) {
            fail("the pickle holds too many values");
            return 0;
        }
        document_.nodes.push_back(std::move(node));
        return static_cast<PickleRef>(document_.nodes.size() - 1);
    }
    void push(PickleRef ref) {
        if (stack_.size() >= most_items) {
            fail("the pickle's stack is too deep");
            return;
        }
        if (!failed()) {
            stack_.push_back(ref);
        }
    }
    void push(PickleNode node) { push(make(std::move(node))); }
    void push(Result<PickleNode> made) {
        if (!made) {
            return fail(made.error());
        }
        push(std::move(*made));
    }
    void push_integer(std::int64_t value) {
        push(PickleNode{.kind = PickleKind::integer, .integer = value});
    }
    void push_text(std::uint64_t length) {
        push(PickleNode{.kind = PickleKind::text, .text = input_.text(length)});
    }

    /// How many values lie above the last mark (or on the whole stack).
    std::size_t floor() const { return marks_.empty() ? 0 : marks_.back(); }
    PickleRef pop() {
        if (failed() || stack_.size() <= floor()) {
            fail("the pickle's stack is empty");
            return nothing();
        }
        const PickleRef ref = stack_.back();
        stack_.pop_back();
        return ref;
    }
    std::vector<PickleRef> pop_to_mark() {
        if (failed() || marks_.empty()) {
            fail("the pickle has no mark");
            return {};
        }
        const auto from = stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back());
        marks_.pop_back();
        std::vector<PickleRef> items(from, stack_.end());
        stack_.erase(from, stack_.end());
        return items;
    }
    std::vector<PickleRef> pop_many(std::size_t count) {
        std::vector<PickleRef> items(count);
        for (std::size_t i = count; i > 0; --i) {
            items[i - 1] = pop();
        }
        return items;
    }
    /// A node that exists also after a failure, so that nobody indexes an empty document.
    PickleRef nothing() {
        if (document_.nodes.empty()) {
            document_.nodes.emplace_back();
        }
        return 0;
    }
    PickleNode &node(PickleRef ref) { return document_.nodes[ref]; }

    /// Adds to the list or dictionary on top of the stack.
    void extend(PickleKind kind, const std::vector<PickleRef> &items) {
        if (failed() || stack_.size() <= floor()) {
            return fail("the pickle's stack is empty");
        }
        PickleNode &container = node(stack_.back());
        if (container.kind != kind || (kind == PickleKind::dictionary && items.size() % 2 != 0)) {
            return fail("the pickle adds to something that is no container");
        }
        items_ += items.size();
        if (items_ > most_items) {
            return fail("the pickle holds too many values");
        }
        container.items.insert(container.items.end(), items.begin(), items.end());
    }

    void remember(std::uint64_t slot) {
        if (failed() || stack_.size() <= floor()) {
            return fail("the pickle's stack is empty");
        }
        memo_[slot] = stack_.back();
        if (memo_.size() > most_pickle_nodes) {
            fail("the pickle remembers too many values");
        }
    }
    void recall(std::uint64_t slot) {
        const auto found = memo_.find(slot);
        if (found == memo_.end()) {
            return fail("the pickle recalls what it never kept");
        }
        push(found->second);
    }

    // ---- what would be code in Python -----------------------------------------------------
    void push_global(const std::string &module, const std::string &name) {
        if (failed()) {
            return;
        }
        const std::string full = module + "." + name;
        if (is_allowed_global(full)) {
            push(PickleNode{.kind = PickleKind::global, .text = full});
        } else if (is_unsupported_storage(full)) {
            fail(full + " is not supported");
        } else {
            fail(Error{"pth_holds_code", {full}});
        }
    }
    void stack_global() {
        const PickleRef name = pop();
        const PickleRef module = pop();
        if (failed() || node(name).kind != PickleKind::text ||
            node(module).kind != PickleKind::text ||
            std::max(node(name).text.size(), node(module).text.size()) > longest_name) {
            return fail("a name in the pickle is not text");
        }
        push_global(std::string(node(module).text), std::string(node(name).text));
    }
    void reduce() {
        const PickleRef arguments = pop();
        const PickleRef function = pop();
        if (failed() || node(function).kind != PickleKind::global ||
            node(arguments).kind != PickleKind::tuple) {
            return fail("the pickle calls something that is no function");
        }
        push(call_global(document_, node(function).text, node(arguments).items));
    }
    void persistent_id() {
        const PickleRef id = pop();
        if (!failed()) {
            push(open_storage(document_, node(id)));
        }
    }
    /// Sets attributes; the only one that state dicts have is `_metadata`, which we do not need.
    void build() {
        const PickleRef state = pop();
        if (failed() || stack_.size() <= floor() ||
            node(stack_.back()).kind != PickleKind::dictionary ||
            node(state).kind != PickleKind::dictionary) {
            fail("the pickle sets attributes of something that has none");
        }
    }
    void long_integer() {
        const std::uint64_t width = input_.number(1);
        if (width > 8) {
            return fail("a whole number in the pickle is too large");
        }
        std::uint64_t value = input_.number(width);
        if (width > 0 && width < 8 && ((value >> (8 * width - 1)) & 1U) != 0) {
            value |= ~std::uint64_t{0} << (8 * width); // negative
        }
        push_integer(static_cast<std::int64_t>(value));
    }
    void real() { // big endian
        std::uint64_t bits = 0;
        for (const std::byte byte : input_.take(8)) {
            bits = bits << 8 | static_cast<std::uint64_t>(byte);
        }
        push(PickleNode{.kind = PickleKind::real, .real = std::bit_cast<double>(bits)});
    }

    // ---- the opcodes, in three groups -----------------------------------------------------
    void step(std::uint8_t opcode) {
        if (!failed() && !step_value(opcode) && !step_container(opcode) && !step_control(opcode)) {
            fail("the pickle has an instruction that no state dict needs: " +
                 std::to_string(opcode));
        }
    }
    bool step_value(std::uint8_t opcode) {
        switch (opcode) {
        case NONE:
            push(PickleNode{});
            return true;
        case NEWTRUE:
        case NEWFALSE:
            push(PickleNode{.kind = PickleKind::boolean, .integer = opcode == NEWTRUE ? 1 : 0});
            return true;
        case BININT:
            push_integer(static_cast<std::int32_t>(static_cast<std::uint32_t>(input_.number(4))));
            return true;
        case BININT1:
            push_integer(static_cast<std::int64_t>(input_.number(1)));
            return true;
        case BININT2:
            push_integer(static_cast<std::int64_t>(input_.number(2)));
            return true;
        case LONG1:
            long_integer();
            return true;
        case BINFLOAT:
            real();
            return true;
        case SHORT_BINUNICODE:
        case SHORT_BINSTRING:
        case SHORT_BINBYTES:
            push_text(input_.number(1));
            return true;
        case BINUNICODE:
        case BINSTRING:
        case BINBYTES:
            push_text(input_.number(4));
            return true;
        case BINUNICODE8:
        case BINBYTES8:
            push_text(input_.number(8));
            return true;
        default:
            return false;
        }
    }
    bool step_container(std::uint8_t opcode) {
        switch (opcode) {
        case EMPTY_TUPLE:
            push(PickleNode{.kind = PickleKind::tuple});
            return true;
        case TUPLE1:
        case TUPLE2:
        case TUPLE3:
            push(PickleNode{.kind = PickleKind::tuple, .items = pop_many(opcode - TUPLE1 + 1U)});
            return true;
        case TUPLE:
            push(PickleNode{.kind = PickleKind::tuple, .items = pop_to_mark()});
            return true;
        case EMPTY_LIST:
            push(PickleNode{.kind = PickleKind::list});
            return true;
        case LIST:
            push(PickleNode{.kind = PickleKind::list, .items = pop_to_mark()});
            return true;
        case APPEND:
            extend(PickleKind::list, pop_many(1));
            return true;
        case APPENDS:
            extend(PickleKind::list, pop_to_mark());
            return true;
        case EMPTY_DICT:
            push(PickleNode{.kind = PickleKind::dictionary});
            return true;
        case DICT: {
            const auto items = pop_to_mark();
            push(PickleNode{.kind = PickleKind::dictionary});
            extend(PickleKind::dictionary, items);
            return true;
        }
        case SETITEM:
            extend(PickleKind::dictionary, pop_many(2));
            return true;
        case SETITEMS:
            extend(PickleKind::dictionary, pop_to_mark());
            return true;
        default:
            return false;
        }
    }
    bool step_control(std::uint8_t opcode) {
        switch (opcode) {
        case PROTO:
            if (const auto version = input_.number(1); version < 2 || version > 5) {
                fail("pickle protocol " + std::to_string(version) + " is not supported");
            }
            return true;
        case FRAME:
            input_.number(8); // only a hint for buffering
            return true;
        case STOP:
            document_.root = pop();
            stopped_ = true;
            return true;
        case MARK:
            marks_.push_back(stack_.size());
            if (marks_.size() > most_pickle_nodes) {
                fail("the pickle's stack is too deep");
            }
            return true;
        case POP:
            pop();
            return true;
        case POP_MARK:
            pop_to_mark();
            return true;
        case DUP: {
            const PickleRef top = pop();
            push(top);
            push(top);
            return true;
        }
        case BINPUT:
            remember(input_.number(1));
            return true;
        case LONG_BINPUT:
            remember(input_.number(4));
            return true;
        case MEMOIZE:
            remember(memo_.size());
            return true;
        case BINGET:
            recall(input_.number(1));
            return true;
        case LONG_BINGET:
            recall(input_.number(4));
            return true;
        case GLOBAL:
        case INST: { // INST also calls it; what is allowed never comes that way
            const std::string module = input_.line(longest_name);
            push_global(module, input_.line(longest_name));
            if (opcode == INST) {
                fail("the pickle calls " + module);
            }
            return true;
        }
        case STACK_GLOBAL:
            stack_global();
            return true;
        case REDUCE:
            reduce();
            return true;
        case BUILD:
            build();
            return true;
        case BINPERSID:
            persistent_id();
            return true;
        default:
            return false;
        }
    }

    PickleInput input_;
    bool stopped_ = false;
    PickleDocument document_;
    std::size_t items_ = 0; ///< in all containers
    std::vector<PickleRef> stack_;
    std::vector<std::size_t> marks_;
    std::unordered_map<std::uint64_t, PickleRef> memo_;
};

} // namespace

Result<PickleDocument> read_pickle(std::span<const std::byte> bytes) {
    return Machine(bytes).run();
}

} // namespace vitrine
