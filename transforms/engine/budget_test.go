package engine

import "testing"

// The room is used to its last row and byte, and no further.
func TestRoom(t *testing.T) {
	r := newBudget(10, 100)
	for _, c := range []struct {
		take func() bool
		want bool
	}{
		{func() bool { return r.takeRows(4, false) }, true},
		{func() bool { return r.takeRows(6, false) }, true},
		{func() bool { return r.takeRows(1, false) }, false},
		{func() bool { return r.takeRows(1, true) }, true},
		{func() bool { return r.takeBytes(100) }, true},
		{func() bool { return r.takeBytes(1) }, false},
	} {
		if got := c.take(); got != c.want {
			t.Errorf("%v, want %v, with %d rows and %d bytes taken", got, c.want, r.rows, r.bytes)
		}
	}
	released := r.onRelease()
	r.giveRows(11)
	select {
	case <-released:
	default:
		t.Error("nobody heard that rows were given back")
	}
}
