package guard

import "testing"

func TestPorts(t *testing.T) {
	tests := []struct {
		list, scheme, port string
		allowed            bool
	}{
		{"", "http", "", true},
		{"", "https", "", true},
		{"", "http", "8080", true},
		{"", "http", "65535", true},
		{"", "http", "22", false},
		{"", "http", "25", false},
		{"", "https", "6667", false},
		{"", "http", "6379", true}, // browsers do not refuse it; the guard keeps us off inner servers
		{"", "http", "0022", false},
		{"", "http", "x", false},
		{"80,443", "http", "", true},
		{"80,443", "https", "", true},
		{"80, 443,", "http", "8080", false},
		{"80", "https", "", false},
		{"22", "http", "22", true},
	}
	for _, tt := range tests {
		p, err := ParsePorts(tt.list)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Allows(tt.scheme, tt.port); got != tt.allowed {
			t.Errorf("of %q, %s port %q is allowed: %t, want %t", tt.list, tt.scheme, tt.port, got, tt.allowed)
		}
	}
	for _, list := range []string{"http", "0", "65536", "-1", "80;443", "1-2"} {
		if _, err := ParsePorts(list); err == nil {
			t.Errorf("%q is taken", list)
		}
	}
}
