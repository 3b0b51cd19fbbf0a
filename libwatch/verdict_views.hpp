// The cells of the verdict table: what each row needs to see, what it says, what it advises. Pure; only verdict.cpp and
// tests look in here.
#pragma once
#include <string>

#include "libwatch/verdict.hpp"

namespace watch::views {

bool stopped(const Evidence& evidence);
bool logged_out(const Evidence& evidence);
bool unapproved(const Evidence& evidence);
bool locked_out(const Evidence& evidence);
bool expired(const Evidence& evidence);
bool starting(const Evidence& evidence);
bool starting_without_relay(const Evidence& evidence);
bool not_there(const Evidence& evidence);
bool dead(const Evidence& evidence);
bool hung(const Evidence& evidence);
bool captive(const Evidence& evidence);
bool no_wan(const Evidence& evidence);
bool not_accepted(const Evidence& evidence);
bool router_expired(const Evidence& evidence);
bool not_approved(const Evidence& evidence);
bool not_advertised(const Evidence& evidence);
bool not_carried(const Evidence& evidence);
bool own_route(const Evidence& evidence);
using watch::without_interface;
bool behind_local_route(const Evidence& evidence);
bool not_installed(const Evidence& evidence);
bool tunnel_without_relay(const Evidence& evidence);
bool tunnel(const Evidence& evidence);
bool session(const Evidence& evidence);
bool zombie(const Evidence& evidence);
bool unwitnessed(const Evidence& evidence);
bool router_silent(const Evidence& evidence);
bool proxy_gone(const Evidence& evidence);
bool proxy_fails(const Evidence& evidence);
bool resets(const Evidence& evidence);
bool narrow(const Evidence& evidence);
bool target_silent(const Evidence& evidence);
bool target_untried(const Evidence& evidence);
bool target_unnamed(const Evidence& evidence);
bool control_stuck(const Evidence& evidence);
bool control_away(const Evidence& evidence);
bool names_unknown(const Evidence& evidence);
bool relayed(const Evidence& evidence);
bool unsteady_wan(const Evidence& evidence);
bool unsteady_behind(const Evidence& evidence);
bool unsteady(const Evidence& evidence);
bool lossy(const Evidence& evidence);
bool fine(const Evidence& evidence);

std::string say_stopped(const Evidence& evidence);
std::string say_logged_out(const Evidence& evidence);
std::string say_unapproved(const Evidence& evidence);
std::string say_locked_out(const Evidence& evidence);
std::string say_expired(const Evidence& evidence);
std::string say_starting(const Evidence& evidence);
std::string say_starting_without_relay(const Evidence& evidence);
std::string say_not_there(const Evidence& evidence);
std::string say_dead(const Evidence& evidence);
std::string say_hung(const Evidence& evidence);
std::string say_captive(const Evidence& evidence);
std::string say_no_wan(const Evidence& evidence);
std::string say_not_accepted(const Evidence& evidence);
std::string say_router_expired(const Evidence& evidence);
std::string say_not_approved(const Evidence& evidence);
std::string say_not_advertised(const Evidence& evidence);
std::string say_not_carried(const Evidence& evidence);
std::string say_own_route(const Evidence& evidence);
std::string say_without_interface(const Evidence& evidence);
std::string say_shadowed(const Evidence& evidence);
std::string say_not_installed(const Evidence& evidence);
std::string say_tunnel_without_relay(const Evidence& evidence);
std::string say_tunnel(const Evidence& evidence);
std::string say_session(const Evidence& evidence);
std::string say_zombie(const Evidence& evidence);
std::string say_unwitnessed(const Evidence& evidence);
std::string say_router_silent(const Evidence& evidence);
std::string say_proxy_gone(const Evidence& evidence);
std::string say_proxy_fails(const Evidence& evidence);
std::string say_resets(const Evidence& evidence);
std::string say_narrow(const Evidence& evidence);
std::string say_target_silent(const Evidence& evidence);
std::string say_target_untried(const Evidence& evidence);
std::string say_target_unnamed(const Evidence& evidence);
std::string say_control_stuck(const Evidence& evidence);
std::string say_control_away(const Evidence& evidence);
std::string say_names_unknown(const Evidence& evidence);
std::string say_relayed(const Evidence& evidence);
std::string say_unsteady(const Evidence& evidence);
std::string say_lossy(const Evidence& evidence);
std::string say_fine(const Evidence& evidence);

std::string no_advice(const Evidence& evidence);
std::string advise_stopped(const Evidence& evidence);
std::string advise_login(const Evidence& evidence);
std::string advise_approve(const Evidence& evidence);
std::string advise_sign(const Evidence& evidence);
std::string advise_expired(const Evidence& evidence);
std::string advise_starting(const Evidence& evidence);
std::string advise_not_there(const Evidence& evidence);
std::string advise_dead(const Evidence& evidence);
std::string advise_hung(const Evidence& evidence);
std::string advise_captive(const Evidence& evidence);
std::string advise_wan(const Evidence& evidence);
std::string advise_accept(const Evidence& evidence);
std::string advise_own_route(const Evidence& evidence);
std::string advise_router_expired(const Evidence& evidence);
std::string advise_route_approval(const Evidence& evidence);
std::string advise_advertise(const Evidence& evidence);
std::string advise_not_carried(const Evidence& evidence);
std::string advise_proxy(const Evidence& evidence);
std::string advise_shadowed(const Evidence& evidence);
std::string advise_relay(const Evidence& evidence);
std::string advise_zombie(const Evidence& evidence);
std::string advise_unwitnessed(const Evidence& evidence);
std::string advise_router(const Evidence& evidence);
std::string advise_proxy_gone(const Evidence& evidence);
std::string advise_proxy_fails(const Evidence& evidence);
std::string advise_resets(const Evidence& evidence);
std::string advise_narrow(const Evidence& evidence);
std::string advise_target(const Evidence& evidence);
std::string advise_untried(const Evidence& evidence);
std::string advise_unnamed(const Evidence& evidence);
std::string advise_control(const Evidence& evidence);
std::string advise_names(const Evidence& evidence);
std::string advise_relayed(const Evidence& evidence);
std::string advise_unsteady_wan(const Evidence& evidence);
std::string advise_unsteady_behind(const Evidence& evidence);
std::string advise_unsteady(const Evidence& evidence);
std::string advise_lossy(const Evidence& evidence);

}  // namespace watch::views
