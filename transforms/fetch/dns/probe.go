package dns

import (
	"context"
	"fmt"
)

// Probe asks for the name servers of the root, which every name server knows. It
// returns nil if there is an answer, be it a refusal, and an error if there is none
// or only that the server fails: then no name can be looked up at present.
func (r *Resolver) Probe(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, r.deadline)
	defer cancel()
	ctx, q := withQuery(ctx)
	_, err := r.system.LookupNS(ctx, ".")
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.works {
		return nil
	}
	return fmt.Errorf("the name server does not answer: %w", r.named(err))
}
