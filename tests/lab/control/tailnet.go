package main

import (
	"fmt"
	"net/netip"
	"sync"
	"time"

	"tailscale.com/tailcfg"
	"tailscale.com/tstest/integration/testcontrol"
	"tailscale.com/types/key"
)

// longestWriting is how long a node that polls may keep others from writing.
const longestWriting = time.Second

// tailnet is what the lab knows beyond the test control server: who polls, and who is said to be online.
type tailnet struct {
	server *testcontrol.Server

	// writing is held while a node's record is read and written back, and while a node writes its own: the test
	// server's UpdateNode takes a whole record, and an older copy would undo what the node has just said.
	writing sync.Mutex

	mu       sync.Mutex
	polls    map[key.NodePublic]int  // open streaming polls
	pinned   map[key.NodePublic]bool // said to be online, whatever the polls say
	approved map[key.NodePublic][]netip.Prefix
}

func newTailnet(server *testcontrol.Server) *tailnet {
	return &tailnet{
		server:   server,
		polls:    map[key.NodePublic]int{},
		pinned:   map[key.NodePublic]bool{},
		approved: map[key.NodePublic][]netip.Prefix{},
	}
}

// mapRequest sees every map request and its end; an open streaming poll is what makes a node Online. What another request
// changes is written at once; the reply to a node that has gone deaf never ends,
// and must hold nobody else up.
func (t *tailnet) mapRequest(request *tailcfg.MapRequest) (done func()) {
	if !request.Stream {
		t.writing.Lock()
		unlock := sync.OnceFunc(t.writing.Unlock)
		time.AfterFunc(longestWriting, unlock)
		return unlock
	}
	t.count(request.NodeKey, +1)
	return func() { t.count(request.NodeKey, -1) }
}

func (t *tailnet) count(node key.NodePublic, change int) {
	t.mu.Lock()
	t.polls[node] += change
	t.mu.Unlock()
	t.tellOnline(node)
}

func (t *tailnet) tellOnline(node key.NodePublic) {
	t.writing.Lock()
	defer t.writing.Unlock()
	t.mu.Lock()
	online := t.polls[node] > 0 || t.pinned[node]
	t.mu.Unlock()
	record := t.server.Node(node)
	if record == nil || (record.Online != nil && *record.Online == online) {
		return
	}
	record.Online = &online
	record.LastSeen = nil
	if !online {
		now := time.Now().UTC()
		record.LastSeen = &now
	}
	t.server.UpdateNode(record)
}

func (t *tailnet) pin(node key.NodePublic, pinned bool) {
	t.mu.Lock()
	t.pinned[node] = pinned
	t.mu.Unlock()
	t.tellOnline(node)
}

// approve makes node the carrier of routes; none takes them away.
func (t *tailnet) approve(node key.NodePublic, routes []netip.Prefix) {
	t.mu.Lock()
	t.approved[node] = routes
	t.mu.Unlock()
	t.writing.Lock()
	defer t.writing.Unlock()
	t.server.SetSubnetRoutes(node, routes)
}

// expire says when a node's key ends; the zero time is never.
func (t *tailnet) expire(node key.NodePublic, when time.Time) error {
	t.writing.Lock()
	defer t.writing.Unlock()
	record := t.server.Node(node)
	if record == nil {
		return fmt.Errorf("no node has the key %v", node.ShortString())
	}
	record.KeyExpiry = when
	t.server.UpdateNode(record)
	return nil
}

// everybodyMayLogIn is a policy for Tailscale SSH: every node, as every user there is.
var everybodyMayLogIn = &tailcfg.SSHPolicy{Rules: []*tailcfg.SSHRule{{
	Principals: []*tailcfg.SSHPrincipal{{Any: true}},
	SSHUsers:   map[string]string{"*": "=", "root": "root"},
	Action:     &tailcfg.SSHAction{Accept: true},
}}}

// beatForEver changes something that every node ought to see: when a node that does not exist was last seen. The value
// is the time of the change itself, so whoever sees it knows how long it took. A change of that kind alters no route,
// no session and no setting, and makes no node answer: the watching does not heal what it watches.
func (t *tailnet) beatForEver(every time.Duration) {
	offline := false
	address := netip.MustParsePrefix("100.64.255.254/32")
	beacon := &tailcfg.Node{
		ID: 65534, StableID: "TESTCTRLbeacon", Name: "beacon." + *domain + ".", User: 1,
		Machine: key.NewMachine().Public(), Key: key.NewNode().Public(), DiscoKey: key.NewDisco().Public(),
		MachineAuthorized: true, Online: &offline,
		Addresses: []netip.Prefix{address}, AllowedIPs: []netip.Prefix{address},
		Hostinfo: (&tailcfg.Hostinfo{Hostname: "beacon", OS: "linux"}).View(),
	}
	for range time.Tick(every) {
		if t.server.NumNodes() == 0 {
			continue
		}
		now := time.Now().UTC()
		beacon.LastSeen = &now
		t.writing.Lock()
		t.server.UpdateNode(beacon)
		t.writing.Unlock()
	}
}

// named finds the node that calls itself name; hosts of the lab have distinct names.
func (t *tailnet) named(name string) (*tailcfg.Node, error) {
	for _, node := range t.server.AllNodes() {
		if node.Hostinfo.Valid() && node.Hostinfo.Hostname() == name {
			return node, nil
		}
	}
	return nil, fmt.Errorf("no node is called %q", name)
}
