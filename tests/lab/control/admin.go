package main

import (
	"encoding/json"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"tailscale.com/tailcfg"
)

// seenNode is one line of GET /nodes.
type seenNode struct {
	Name       string         `json:"name"`
	Addresses  []netip.Prefix `json:"addresses"`
	Online     bool           `json:"online"`
	Pinned     bool           `json:"pinned"`
	Polls      int            `json:"polls"`
	Endpoints  []string       `json:"endpoints"`
	Advertised []netip.Prefix `json:"advertised"`
	Approved   []netip.Prefix `json:"approved"`
}

// handler is the lab's side of the server: GET /nodes; POST /pin, /unpin, /approve, /unapprove, /expire, /unexpire
// (?node=NAME); POST /ssh.
func (t *tailnet) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /nodes", t.serveNodes)
	mux.HandleFunc("POST /pin", t.forNode(func(n *tailcfg.Node, _ *http.Request) error { t.pin(n.Key, true); return nil }))
	mux.HandleFunc("POST /unpin", t.forNode(func(n *tailcfg.Node, _ *http.Request) error { t.pin(n.Key, false); return nil }))
	mux.HandleFunc("POST /approve", t.forNode(t.approveAdvertised))
	mux.HandleFunc("POST /unapprove", t.forNode(func(n *tailcfg.Node, _ *http.Request) error { t.approve(n.Key, nil); return nil }))
	mux.HandleFunc("POST /expire", t.forNode(func(n *tailcfg.Node, _ *http.Request) error {
		return t.expire(n.Key, time.Now().Add(-time.Minute))
	}))
	mux.HandleFunc("POST /unexpire", t.forNode(func(n *tailcfg.Node, _ *http.Request) error { return t.expire(n.Key, time.Time{}) }))
	mux.HandleFunc("POST /ssh", func(http.ResponseWriter, *http.Request) { t.server.SetSSHPolicy(everybodyMayLogIn) })
	return mux
}

func (t *tailnet) forNode(do func(*tailcfg.Node, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		node, err := t.named(r.FormValue("node"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusNotFound)
			return
		}
		if err := do(node, r); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
		}
	}
}

// approveAdvertised approves ?routes=a,b, or everything the node advertises.
func (t *tailnet) approveAdvertised(node *tailcfg.Node, r *http.Request) error {
	routes := node.Hostinfo.RoutableIPs().AsSlice()
	if given := r.FormValue("routes"); given != "" {
		routes = nil
		for _, text := range strings.Split(given, ",") {
			route, err := netip.ParsePrefix(text)
			if err != nil {
				return err
			}
			routes = append(routes, route)
		}
	}
	t.approve(node.Key, routes)
	return nil
}

func (t *tailnet) serveNodes(w http.ResponseWriter, _ *http.Request) {
	nodes := []seenNode{}
	for _, node := range t.server.AllNodes() {
		seen := seenNode{Addresses: node.Addresses, Online: node.Online != nil && *node.Online}
		if node.Hostinfo.Valid() {
			seen.Name = node.Hostinfo.Hostname()
			seen.Advertised = node.Hostinfo.RoutableIPs().AsSlice()
		}
		for _, endpoint := range node.Endpoints {
			seen.Endpoints = append(seen.Endpoints, endpoint.String())
		}
		t.mu.Lock()
		seen.Pinned, seen.Polls, seen.Approved = t.pinned[node.Key], t.polls[node.Key], t.approved[node.Key]
		t.mu.Unlock()
		nodes = append(nodes, seen)
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(nodes)
}
