#include "sim/history/digest.hpp"

#include <algorithm>
#include <concepts>
#include <type_traits>

namespace spindrift::history {
namespace {

constexpr void add_text(SipHash128& hash, std::string_view text) {
  hash.add(text.size());
  std::uint64_t word = 0;
  unsigned int shift = 0;
  for (const char each : text) {
    word |= std::uint64_t{static_cast<unsigned char>(each)} << shift;
    shift += 8;
    if (shift == 64) {
      hash.add(word);
      word = 0;
      shift = 0;
    }
  }
  if (shift > 0) hash.add(word);
}

constexpr std::uint64_t word_of_name(std::string_view name) {
  SipHash128 hash;
  add_text(hash, name);
  return hash.result()[0];
}

/// The word for the name of a type of event.
template <class What>
constexpr std::uint64_t word_of_type = word_of_name(What::name);

template <class Named>
std::vector<std::uint64_t> words_of_names(const std::vector<Named>& all) {
  std::vector<std::uint64_t> encoded;
  encoded.reserve(all.size());
  for (const Named& each : all) encoded.push_back(word_of_name(each.name));
  return encoded;
}

template <class Id>
std::uint64_t word_at(const std::vector<std::uint64_t>& encoded, Id id) {
  if (index(id) < encoded.size()) return encoded[index(id)];
  return id == Id::none ? 0 : encoded.at(index(id));
}

}  // namespace

/// Adds members of events and rows to a hash of its own, which the compiler keeps in registers.
class Digest::Encoder {
 public:
  explicit Encoder(const Digest& digest) : digest_{digest}, hash_{digest.hash_} {}

  [[nodiscard]] const SipHash128& hash() const { return hash_; }

  template <class Value>
  void operator()(std::string_view, const Value& value) {
    add(value);
  }

  template <class Number>
  requires std::integral<Number> || std::is_enum_v<Number>
  void add(Number value) { hash_.add(static_cast<std::uint64_t>(value)); }

  void add(ClusterId id) { add(word_at(digest_.clusters_, id)); }
  void add(ServerId id) { add(word_at(digest_.servers_, id)); }
  void add(ObserverId id) { add(word_at(digest_.observers_, id)); }
  void add(Duration span) { add(span.count()); }
  void add(Time time) { add(time.time_since_epoch()); }
  void add(std::string_view text) { add_text(hash_, text); }
  void add(const std::string& text) { add_text(hash_, text); }
  void add(KmsName name) { hash_.add(name.hash()); }
  void add(const Key& key) {
    const std::uint64_t which_of_maker = static_cast<std::uint64_t>(key.type) << 32U | key.number;
    add(word_at(digest_.servers_, key.maker) + which_of_maker);
  }

  template <class Row>
  void add(const std::vector<Row>& rows) {
    add(rows.size());
    for (const Row& row : rows) add(row);
  }

  template <class Row>
  requires requires(const Row& row) {
    Row::fields(row, [](auto, const auto&) {});
  }
  void add(const Row& row) { Row::fields(row, *this); }

 private:
  const Digest& digest_;
  SipHash128 hash_;
};

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
    for (const std::uint64_t word : each) hash_.add(word);
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
        hash_ = encoder.hash();
      },
      event.what);
}

std::string Digest::hex() const {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const std::uint64_t half : hash_.result()) {
    for (unsigned int shift = 0; shift < 64; shift += 8) {  // little-endian bytes
      text += digits[(half >> (shift + 4)) & 0xFU];
      text += digits[(half >> shift) & 0xFU];
    }
  }
  return text;
}

}  // namespace spindrift::history
