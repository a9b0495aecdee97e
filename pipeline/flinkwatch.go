package pipeline

import "context"

// watch shows a job's progress by its Flink's REST API, until the returned
// function is called.
func (s jobServer) watch(ctx context.Context, name string, w watcher) (stop func()) {
	return func() {}
}
