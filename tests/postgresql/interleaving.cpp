#include "tests/postgresql/interleaving.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>
#include <utility>

namespace spindrift::postgresql {

namespace {

constexpr std::array<std::pair<Verb, std::string_view>, 12> words{{
    {Verb::begin, "begin"},
    {Verb::begin_repeatable, "begin_repeatable"},
    {Verb::limit_lock, "limit_lock"},
    {Verb::limit_statement, "limit_statement"},
    {Verb::read, "read"},
    {Verb::lock, "lock"},
    {Verb::insert, "insert"},
    {Verb::write, "write"},
    {Verb::commit, "commit"},
    {Verb::rollback, "rollback"},
    {Verb::await, "await"},
    {Verb::kill, "kill"},
}};

std::string_view word_of(Verb verb) {
  const auto is_it = [verb](const auto& entry) { return entry.first == verb; };
  return std::find_if(words.begin(), words.end(), is_it)->second;
}

std::string name_of(std::size_t session) {
  return std::string(1, static_cast<char>('A' + session));
}

bool writes(Verb verb) { return verb == Verb::insert || verb == Verb::write; }
bool sees(Verb verb) { return verb == Verb::read || verb == Verb::lock; }
bool ends(Verb verb) {
  return verb == Verb::commit || verb == Verb::rollback || verb == Verb::kill;
}
bool begins(Verb verb) { return verb == Verb::begin || verb == Verb::begin_repeatable; }

std::string to_text(const std::optional<Keys>& keys) {
  if (!keys) return " no row";
  std::string text;
  for (const int key : *keys) text += ' ' + std::to_string(key);
  return text;
}

Step parse_step(std::string_view text) {
  const std::string_view whole = text;
  const auto next_word = [&text] {
    text.remove_prefix(std::min(text.find_first_not_of(" \n"), text.size()));
    const std::string_view word = text.substr(0, text.find_first_of(" \n"));
    text.remove_prefix(word.size());
    return word;
  };
  const std::string_view session = next_word();
  const std::string_view verb = next_word();
  const std::string_view key = next_word();
  const auto known = std::find_if(words.begin(), words.end(),
                                  [&](const auto& entry) { return entry.second == verb; });
  Step step;
  const bool key_fits =
      key.empty() ||
      std::from_chars(key.data(), key.data() + key.size(), step.key).ec == std::errc{};
  if (session.size() != 1 || known == words.end() || !key_fits ||
      key.empty() == writes(known->first)) {
    throw std::invalid_argument{"not a step: '" + std::string{whole} + "'"};
  }
  step.session = static_cast<std::size_t>(session[0] - 'A');
  step.verb = known->first;
  return step;
}

/// What a client knows of its session, and what happened.
class Narrator {
 public:
  Narrator(Driver& driver, Impossible impossible) : driver_{driver}, impossible_{impossible} {}

  void take(const Step& step) {
    if (clients_.size() <= step.session) clients_.resize(step.session + 1);
    if (!is_possible(step)) {
      if (impossible_ == Impossible::skip) return;
      throw std::invalid_argument{"impossible step: " + to_text(step)};
    }
    Client& client = clients_[step.session];
    if (step.verb == Verb::await) {
      driver_.await(step.session);
      hear(step);
    } else if (step.verb == Verb::kill) {
      driver_.kill(step.session);
      lines_.push_back(to_text(step) + ": done");
      client.in_transaction = false;
      hear(step);
    } else {
      ask(client, step);
    }
  }

  std::vector<std::string> finish() {
    for (const Verb end : {Verb::kill, Verb::rollback}) {
      for (std::size_t session = 0; session < clients_.size(); ++session) {
        const bool waits = clients_[session].asked.has_value();
        if (clients_[session].in_transaction && waits == (end == Verb::kill)) {
          take({session, end, 0});
        }
      }
    }
    lines_.push_back("row:" + to_text(driver_.committed()));
    return std::move(lines_);
  }

 private:
  struct Client {
    bool in_transaction = false;
    bool limited = false;
    bool wrote = false;
    std::optional<Step> asked;
    std::optional<Keys> saw;
  };

  [[nodiscard]] bool is_possible(const Step& step) const {
    const Client& client = clients_[step.session];
    if (step.verb == Verb::await) return client.asked && client.limited;
    if (step.verb == Verb::kill) return client.in_transaction && !starts_a_race(step);
    if (client.asked || client.in_transaction == begins(step.verb)) return false;
    if (step.verb == Verb::write) return client.saw.has_value();
    return !starts_a_race(step);
  }

  [[nodiscard]] std::ptrdiff_t waiting_for(Verb verb) const {
    return std::count_if(clients_.begin(), clients_.end(), [verb](const Client& client) {
      return client.asked && client.asked->verb == verb;
    });
  }

  /// Here PostgreSQL wakes several at once, and the quickest is first. Who waits for the row waits
  /// in order while nobody changes it; on a change all must queue again on its new version. Who
  /// waits with an insert looks again at what is there when the writer before it has ended.
  [[nodiscard]] bool starts_a_race(const Step& step) const {
    const auto inserts = waiting_for(Verb::insert);
    const auto writes_waiting = waiting_for(Verb::write);
    const Client& client = clients_[step.session];
    if (step.verb == Verb::insert) return inserts > 0;
    if (client.asked || !client.wrote) return false;
    if (!ends(step.verb)) return false;
    if (inserts > 0 && writes_waiting > 0) return true;
    return step.verb == Verb::commit && waiting_for(Verb::lock) + writes_waiting > 1;
  }

  void ask(Client& client, const Step& step) {
    if (begins(step.verb)) {
      client = Client{};
      client.in_transaction = true;
    }
    if (step.verb == Verb::limit_lock || step.verb == Verb::limit_statement) client.limited = true;
    Keys keys;
    if (step.verb == Verb::write) keys = *client.saw;
    if (writes(step.verb)) keys.push_back(step.key);
    client.asked = step;
    driver_.send(step, keys);
    if (sees(step.verb)) client.saw.reset();
    if (writes(step.verb)) client.saw = keys;
    hear(step);
    if (!client.asked) return;
    lines_.push_back(to_text(step) + ": waits");
    if (impossible_ == Impossible::skip && client.limited) take({step.session, Verb::await, 0});
  }

  /// What ended since `step` was taken: first what it asked for itself.
  void hear(const Step& step) {
    std::vector<Answer> answers = driver_.settle();
    std::stable_partition(answers.begin(), answers.end(),
                          [&](const Answer& answer) { return answer.session == step.session; });
    for (const Answer& answer : answers) {
      Client& client = clients_[answer.session];
      const bool awaited = step.verb == Verb::await && answer.session == step.session;
      if (answer.failure.ends_with("timeout") && !awaited) throw TooHasty{};
      const Step asked = std::exchange(client.asked, std::nullopt).value();
      std::string line = to_text(asked) + ": ";
      if (!answer.failure.empty()) {
        line += answer.failure;
        client.in_transaction = false;
      } else if (sees(asked.verb)) {
        line += "sees" + to_text(answer.keys);
        client.saw = answer.keys;
      } else {
        line += "done";
        if (writes(asked.verb)) client.wrote = true;
        if (ends(asked.verb)) client.in_transaction = false;
      }
      lines_.push_back(std::move(line));
    }
  }

  Driver& driver_;
  Impossible impossible_;
  std::vector<Client> clients_;
  std::vector<std::string> lines_;
};

}  // namespace

Script parse(std::string_view text) {
  Script script;
  while (!text.empty()) {
    const std::string_view step = text.substr(0, text.find(','));
    script.push_back(parse_step(step));
    text.remove_prefix(std::min(step.size() + 1, text.size()));
  }
  return script;
}

std::string to_text(const Step& step) {
  std::string text = name_of(step.session) + ' ' + std::string{word_of(step.verb)};
  if (writes(step.verb)) text += ' ' + std::to_string(step.key);
  return text;
}

std::string to_text(const Script& script) {
  std::string text;
  for (const Step& step : script) text += (text.empty() ? "" : ", ") + to_text(step);
  return text;
}

std::vector<std::string> carry_out(const Script& script, Driver& driver, Impossible impossible) {
  Narrator narrator{driver, impossible};
  for (const Step& step : script) narrator.take(step);
  return narrator.finish();
}

}  // namespace spindrift::postgresql
