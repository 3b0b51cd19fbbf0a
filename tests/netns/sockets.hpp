// Sockets for tests in namespaces: each belongs to the namespace in which it was made.
#pragma once
#include <string_view>

#include "daemon/base/handles.hpp"
#include "libwatch/address.hpp"

namespace netns {

watch::Endpoint endpoint(std::string_view text);

// All throw when the kernel refuses.
tailmend::Descriptor udp_socket(const watch::Endpoint& local);
void connect_to(const tailmend::Descriptor& socket, const watch::Endpoint& remote);
void send_to(const tailmend::Descriptor& socket, const watch::Endpoint& remote);
// Whose datagram comes next; an endpoint without address when none does within the limit.
watch::Endpoint sender_of_next(const tailmend::Descriptor& socket, int limit_ms = 5000);

tailmend::Descriptor tcp_listen(const watch::Endpoint& local);
tailmend::Descriptor tcp_connect(const watch::Endpoint& local, const watch::Endpoint& remote);
tailmend::Descriptor tcp_accept(const tailmend::Descriptor& listener);

}  // namespace netns
