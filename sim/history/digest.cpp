#include "sim/history/digest.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <concepts>
#include <span>
#include <type_traits>

namespace spindrift::history {
namespace {

/// The word for the name of a type of event.
template <class What>
const std::uint64_t word_of_type = word_for_text(What::name);

constexpr std::uint64_t little_endian(std::uint64_t word) {
  if constexpr (std::endian::native == std::endian::big) return __builtin_bswap64(word);
  return word;
}

template <class Named>
std::vector<std::uint64_t> words_of_names(const std::vector<Named>& all) {
  std::vector<std::uint64_t> encoded;
  encoded.reserve(all.size());
  for (const Named& each : all) encoded.push_back(word_for_text(each.name));
  return encoded;
}

template <class Id>
std::uint64_t word_at(const std::vector<std::uint64_t>& encoded, Id id) {
  if (index(id) < encoded.size()) return encoded[index(id)];
  return id == Id::none ? 0 : encoded.at(index(id));
}

}  // namespace

/// Writes members of events and rows as words. Where the next one goes is kept here and not in the
/// digest, so that the compiler has it in a register.
class Digest::Encoder {
 public:
  explicit Encoder(Digest& digest)
      : digest_{digest},
        next_{digest.words_.data() + digest.count_},
        end_{digest.words_.data() + words_at_once} {
    make_room();
  }
  Encoder(const Encoder&) = delete;
  Encoder& operator=(const Encoder&) = delete;
  Encoder(Encoder&&) = delete;
  Encoder& operator=(Encoder&&) = delete;
  ~Encoder() { keep_place(); }

  template <class Value>
  void operator()(std::string_view, const Value& value) {
    add(value);
  }

  template <class Number>
  requires std::integral<Number> || std::is_enum_v<Number>
  void add(Number value) { *next_++ = little_endian(static_cast<std::uint64_t>(value)); }

  void add(ClusterId id) { add(word_at(digest_.clusters_, id)); }
  void add(ServerId id) { add(word_at(digest_.servers_, id)); }
  void add(ObserverId id) { add(word_at(digest_.observers_, id)); }
  void add(Duration span) { add(span.count()); }
  void add(Time time) { add(time.time_since_epoch()); }
  void add(const std::string& text) { add(word_for_text(text)); }
  void add(KmsName name) { add(name.hash()); }
  void add(const Key& key) {
    const std::uint64_t which_of_maker = static_cast<std::uint64_t>(key.type) << 32U | key.number;
    add(word_at(digest_.servers_, key.maker) + which_of_maker);
  }

  template <class Row>
  void add(const std::vector<Row>& rows) {
    add(rows.size());
    for (const Row& row : rows) {
      make_room();
      add(row);
    }
  }

  template <class Row>
  requires requires(const Row& row) {
    Row::fields(row, [](auto, const auto&) {});
  }
  void add(const Row& row) {
    static_assert(std::is_same_v<decltype(Row::key), Key>, "it begins with its key");
    std::uint64_t* const key = next_;
    RowMembers members{*this};
    Row::fields(row, members);
    *key = little_endian(little_endian(*key) + (members.flags << 40U));
  }

 private:
  /// Rows are most of what there is: their flags and enumerators have no words of their own.
  struct RowMembers {
    template <class Value>
    void operator()(std::string_view, const Value& value) {
      if constexpr (std::is_same_v<Value, bool> || std::is_enum_v<Value>) {
        static_assert(sizeof(Value) == 1);
        flags = flags << 8U | static_cast<std::uint8_t>(value);
      } else {
        encoder.add(value);
      }
    }
    Encoder& encoder;
    std::uint64_t flags = 0;
  };

  /// For one event's own members, or for those of a row.
  void make_room() {
    if (next_ < end_) return;
    keep_place();
    digest_.pass_on();
    next_ = digest_.words_.data();
  }
  void keep_place() {
    digest_.count_ = static_cast<std::size_t>(next_ - digest_.words_.data());
    assert(digest_.count_ <= digest_.words_.size());
  }

  Digest& digest_;
  std::uint64_t* next_;
  std::uint64_t* end_;
};

void Digest::pass_on() {
  fingerprint_.add(std::as_bytes(std::span{words_}.first(count_)));
  count_ = 0;
}

void Digest::begin(const Topology& topology) {
  clusters_ = words_of_names(topology.clusters);
  servers_ = words_of_names(topology.servers);
  observers_ = words_of_names(topology.observers);

  // Who is there, in an order that is not the topology's own. A name belongs to one of each kind.
  std::vector<std::vector<std::uint64_t>> all;
  for (std::size_t place = 0; place < clusters_.size(); ++place) {
    all.push_back({1, clusters_[place], word_at(clusters_, topology.clusters[place].upstream)});
  }
  for (std::size_t place = 0; place < servers_.size(); ++place) {
    all.push_back({2, servers_[place], word_at(clusters_, topology.servers[place].cluster)});
  }
  for (std::size_t place = 0; place < observers_.size(); ++place) {
    const Observer& observer = topology.observers[place];
    all.push_back({3, observers_[place], static_cast<std::uint64_t>(observer.kind),
                   word_at(clusters_, observer.cluster), word_at(servers_, observer.server),
                   word_at(observers_, observer.source)});
  }
  std::ranges::sort(all);
  for (const auto& each : all) {
    Encoder encoder{*this};
    for (const std::uint64_t word : each) encoder.add(word);
  }
}

void Digest::on_event(const Event& event) {
  std::visit(
      [&]<class What>(const What& what) {
        Encoder encoder{*this};
        encoder.add(event.id);
        encoder.add(event.cause);
        encoder.add(event.at);
        encoder.add(word_of_type<What>);
        what.fields(what, encoder);
      },
      event.what);
}

std::string Digest::hex() {
  pass_on();
  return fingerprint_.hex();
}

}  // namespace spindrift::history
