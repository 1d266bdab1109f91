#pragma once

#include <string>

#include "sim/history/record.hpp"

/// How a nested server talks to its upstream, and hears from it.
namespace spindrift::history {

/// A nested server asked an upstream server to append its new JWT key (R10).
struct PublishRequested {
  ServerId server = ServerId::none;
  ServerId upstream = ServerId::none;
  Key key;
  SPINDRIFT_EVENT("publish_requested") {
    visit("server", self.server);
    visit("upstream", self.upstream);
    visit("key", self.key);
  }
};

/// From now on changes of the upstream's list reach this server by this channel (R11, R12).
struct ListeningOpened {
  ServerId server = ServerId::none;
  Channel channel = Channel::jwt_stream;
  SPINDRIFT_EVENT("listening_opened") {
    visit("server", self.server);
    visit("channel", self.channel);
  }
};

struct ListeningClosed {
  ServerId server = ServerId::none;
  Channel channel = Channel::jwt_stream;
  std::string why;
  SPINDRIFT_EVENT("listening_closed") {
    visit("server", self.server);
    visit("channel", self.channel);
    visit("why", self.why);
  }
};

/// A stream saw a list that differs from the last one it sent, and forwarded it (R11).
struct ListForwarded {
  ServerId server = ServerId::none;
  ServerId upstream = ServerId::none;
  Channel channel = Channel::jwt_stream;
  SPINDRIFT_EVENT("list_forwarded") {
    visit("server", self.server);
    visit("upstream", self.upstream);
    visit("channel", self.channel);
  }
};

/// The plugin connected through the load balancer (R21).
struct ConnectionOpened {
  ServerId server = ServerId::none;
  ServerId upstream = ServerId::none;
  SPINDRIFT_EVENT("connection_opened") {
    visit("server", self.server);
    visit("upstream", self.upstream);
  }
};

struct ConnectionLost {
  ServerId server = ServerId::none;
  ServerId upstream = ServerId::none;
  std::string why;
  SPINDRIFT_EVENT("connection_lost") {
    visit("server", self.server);
    visit("upstream", self.upstream);
    visit("why", self.why);
  }
};

/// The first poll of a listening server that got no answer, or an error, after good ones (R22).
struct PollingStopped {
  ServerId server = ServerId::none;
  std::string why;
  SPINDRIFT_EVENT("polling_stopped") {
    visit("server", self.server);
    visit("why", self.why);
  }
};

/// The first good poll after bad ones.
struct PollingResumed {
  ServerId server = ServerId::none;
  ServerId upstream = ServerId::none;
  SPINDRIFT_EVENT("polling_resumed") {
    visit("server", self.server);
    visit("upstream", self.upstream);
  }
};

}  // namespace spindrift::history
