package fetch

import "time"

// setAlarm sets a and has the clock look at it in time.
func (f *Fetcher) setAlarm(a *alarm, at time.Time) {
	f.alarms.set(a, at)
	if f.alarms[0] == a {
		f.timer.Reset(time.Until(at))
	}
}

// clock moves what is due, until the fetcher closes. It is the fetcher's only
// goroutine while nothing is in flight.
func (f *Fetcher) clock() {
	defer f.timer.Stop()
	recheck := time.NewTicker(recheckEvery)
	defer recheck.Stop()
	for {
		select {
		case <-f.life.Done():
			return
		case <-f.timer.C:
			f.tick()
		case <-recheck.C:
			f.tick()
		}
	}
}

// tick queues the rows, settles the hosts and wakes the servers that are due. The
// caller does not hold f.mu.
func (f *Fetcher) tick() {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := time.Now()
	for a := f.alarms.pop(now); a != nil; a = f.alarms.pop(now) {
		switch {
		case a.row != nil:
			a.row.host.delayed--
			a.row.host.push(a.row)
			f.reschedule(a.row.host)
		case a.host != nil:
			f.reschedule(a.host)
		default:
			f.wake(a.server)
		}
	}
	f.dispatch()
	if len(f.alarms) > 0 {
		f.timer.Reset(time.Until(f.alarms[0].at))
	}
}
