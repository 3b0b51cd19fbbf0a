// The lab's control server: Tailscale's own control server for its integration tests, with what the lab adds to it
// through its public API. It never leaves its network namespace and keeps everything in memory: to play a control
// server that is down, cut its network.
//
// Added: Online per node, from open map polls, with a way to pin a false one; approval of routes; a beat, a change
// twice a second that every node ought to see; and an HTTP interface for the lab on a unix socket.
package main

import (
	"flag"
	"log"
	"net"
	"net/http"
	"net/netip"
	"time"

	"tailscale.com/tailcfg"
	"tailscale.com/tstest/integration/testcontrol"
)

var (
	listen = flag.String("listen", "10.99.0.2:80", "address for the nodes, plain http; its family is the one that the nodes use")
	admin  = flag.String("admin", "", "path of the unix socket for the lab")
	derp   = flag.String("derp", "10.99.0.3", "address of the DERP and STUN server")
	domain = flag.String("domain", "lab.test", "MagicDNS domain")
	beat   = flag.Duration("beat", 500*time.Millisecond, "how often something changes that every node ought to see")
)

func main() {
	flag.Parse()
	if *admin == "" {
		log.Fatal("-admin is missing")
	}
	server := &testcontrol.Server{
		Logf:             log.Printf,
		DERPMap:          derpMap(*derp),
		ExplicitBaseURL:  "http://" + *listen,
		AllNodesSameUser: true,
		MagicDNSDomain:   *domain,
		DNSConfig: &tailcfg.DNSConfig{
			Proxied: true,
			Domains: []string{*domain},
			ExtraRecords: []tailcfg.DNSRecord{
				{Name: "plc." + *domain, Type: "A", Value: "10.77.0.10"},
			},
		},
	}
	tailnet := newTailnet(server)
	server.HoldMapRequest = tailnet.mapRequest
	go tailnet.beatForEver(*beat)

	nodes, err := net.Listen("tcp", *listen)
	if err != nil {
		log.Fatal(err)
	}
	lab, err := net.Listen("unix", *admin)
	if err != nil {
		log.Fatal(err)
	}
	go func() { log.Fatal(http.Serve(lab, tailnet.handler())) }()
	log.Fatal(http.Serve(nodes, server))
}

func derpMap(address string) *tailcfg.DERPMap {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		log.Fatal(err)
	}
	name, v4, v6 := address, address, "none"
	if ip.Is6() {
		name, v4, v6 = "derp."+*domain, "none", address // tailscaled makes a URL of the name, and cannot of such an address
	}
	return &tailcfg.DERPMap{
		OmitDefaultRegions: true,
		Regions: map[int]*tailcfg.DERPRegion{
			1: {
				RegionID: 1, RegionCode: "lab", RegionName: "Lab",
				Nodes: []*tailcfg.DERPNode{{
					Name: "1a", RegionID: 1, HostName: name, IPv4: v4, IPv6: v6,
					STUNPort: 3478, DERPPort: 443, InsecureForTests: true,
				}},
			},
		},
	}
}
