package testweb

import (
	"testing"
	"time"
)

func TestBucket(t *testing.T) {
	b, now, passed := bucket{rate: 20}, time.Unix(1, 0), 0
	for range 1000 { // 100 a second for 10 s
		if b.take(now) {
			passed++
		}
		now = now.Add(10 * time.Millisecond)
	}
	if passed < 218 || passed > 221 {
		t.Errorf("%d passed in 10 s at 20 a second, with 20 at once", passed)
	}
	free := bucket{}
	for range 2 {
		if !free.take(now) {
			t.Error("no rate is no limit")
		}
	}
}

func TestHostRate(t *testing.T) {
	s, c := start(t, Options{Hosts: 2, HostRate: 0.001}), newClient(t)
	p := Picture{Width: 80, Height: 60}
	var got []int
	for _, host := range []int{0, 0, 1, 0} {
		got = append(got, fetch(t, c, s.URL(host, p)).status)
	}
	if got[0] != 200 || got[1] != 429 || got[2] != 200 || got[3] != 429 {
		t.Errorf("statuses %v", got)
	}
	if hosts := s.Stats().Hosts; hosts[0].Refused != 2 || hosts[1].Refused != 0 {
		t.Errorf("%+v", hosts)
	}
}
