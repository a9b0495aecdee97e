package offline

import (
	"fmt"
	"testing"
)

func TestSee(t *testing.T) {
	// fails is a run of failures at n hosts, each twice.
	fails := func(s Sign, n int) (all []seen) {
		for i := range n {
			all = append(all, seen{s, fmt.Sprint(i)}, seen{s, fmt.Sprint(i)})
		}
		return all
	}
	tests := []struct {
		name string
		seen [][]seen
		want bool
	}{
		{"many hosts without a name server", [][]seen{fails(NoNameServer, manyHosts)}, true},
		{"many hosts without a network", [][]seen{fails(NoNetwork, manyHosts)}, true},
		{"silence in between says nothing", [][]seen{fails(NoNetwork, 4), {{Nothing, "x"}}, fails(NoNameServer, manyHosts)}, true},
		{"too few hosts", [][]seen{fails(NoNameServer, manyHosts-1)}, false},
		{"an answer in between", [][]seen{fails(NoNetwork, 7), {{Answered, "x"}}, fails(NoNetwork, 7)}, false},
		{"a name in between", [][]seen{fails(NoNameServer, 7), {{Named, "x"}}, fails(NoNameServer, 7)}, false},
		{"it worked before", [][]seen{{{Named, "x"}, {Answered, "x"}}, fails(NoNameServer, manyHosts)}, true},
		{"there never was a name server", [][]seen{{{Answered, "x"}}, fails(NoNameServer, 100)}, false},
		{"no network, without a name server", [][]seen{{{Answered, "x"}}, fails(NoNetwork, manyHosts)}, true},
		{"timeouts alone", [][]seen{fails(Nothing, 100)}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var w Watch
			suspected := false
			for _, run := range tt.seen {
				for _, s := range run {
					suspected = w.See(s.sign, s.host) || suspected
				}
			}
			if suspected != tt.want {
				t.Errorf("suspected %t", suspected)
			}
		})
	}
}

type seen struct {
	sign Sign
	host string
}
