package s3

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/ec2rolecreds"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go/logging"

	"github.com/beamcrop/beamcrop/io/files/store"
)

const (
	// silence is how long a connection may send nothing that is waited for.
	silence = time.Minute
	// roleWithin bounds the search for a machine's role, where nothing else
	// gives credentials; outside the cloud nobody answers it.
	roleWithin = 3 * time.Second
	// defaultRegion is where a bucket's region is asked for if none is configured.
	defaultRegion = "us-east-1"
)

// bucket returns the client for a bucket. The first time it asks the service
// for the bucket's region, so that AWS_REGION need not be set, and the input
// may lie in another region than the output.
func (s *backend) bucket(ctx context.Context, name string) (*s3.Client, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, store.ErrClosed
	}
	if client := s.buckets[name]; client != nil {
		return client, nil
	}
	if s.base == nil {
		if err := s.connect(ctx); err != nil {
			return nil, fmt.Errorf("making the S3 client: %w", err)
		}
	}
	client, err := clientFor(ctx, s.base, name)
	if err != nil {
		return nil, err
	}
	s.buckets[name] = client
	return client, nil
}

// connect makes the first client, from the SDK's environment variables and
// files. No caller's context stays in it, since Beam cancels each bundle's.
func (s *backend) connect(ctx context.Context) error {
	client := awshttp.NewBuildableClient().WithReadTimeout(silence)
	cfg, err := config.LoadDefaultConfig(context.WithoutCancel(ctx),
		config.WithHTTPClient(client), config.WithDefaultRegion(defaultRegion), config.WithLogger(logging.Nop{}))
	if err != nil {
		return err
	}
	if cfg.RetryMaxAttempts == 0 {
		cfg.RetryMaxAttempts = store.Attempts
	}
	if cfg.Credentials, err = usableCredentials(ctx, cfg.Credentials); err != nil {
		return err
	}
	// One pool of connections, which close can empty. The configuration may
	// have put AWS_CA_BUNDLE into the client.
	if built, ok := cfg.HTTPClient.(*awshttp.BuildableClient); ok {
		cfg.HTTPClient = built.Freeze()
	}
	s.http, _ = cfg.HTTPClient.(*http.Client)
	s.buckets = map[string]*s3.Client{}
	s.base = s3.NewFromConfig(cfg, func(o *s3.Options) {
		// Only Amazon has a host name for each bucket.
		o.UsePathStyle = o.BaseEndpoint != nil
		o.DisableLogOutputChecksumValidationSkipped = true
		o.Retryer = bodyRetryer{s.retryer(o.Retryer, cfg.RetryMaxAttempts)}
	})
	return nil
}

// usableCredentials asks for credentials once, and goes on without any if nothing
// is configured and the machine has no role: public buckets need none. What is
// configured but fails is an error, not a reason to go on as somebody else.
func usableCredentials(ctx context.Context, found aws.CredentialsProvider) (aws.CredentialsProvider, error) {
	role := aws.IsCredentialsProvider(found, (*ec2rolecreds.Provider)(nil))
	if role {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, roleWithin)
		defer cancel()
	}
	_, err := found.Retrieve(ctx)
	switch {
	case err == nil:
		return found, nil
	case role:
		return aws.AnonymousCredentials{}, nil
	}
	return nil, fmt.Errorf("getting the configured AWS credentials: %w", err)
}

// retryer is the SDK's standard one with our pauses, as the SDK's own span a second,
// and without its bound on the tries of all requests together, which a service that
// is away for a moment exhausts. Another mode that is configured (AWS_RETRY_MODE)
// is kept.
func (s *backend) retryer(configured aws.Retryer, attempts int) aws.RetryerV2 {
	if adaptive, ok := configured.(*retry.AdaptiveMode); ok {
		return adaptive
	}
	return retry.NewStandard(func(o *retry.StandardOptions) {
		o.MaxAttempts, o.Backoff, o.RateLimiter = attempts, s.pauses, ratelimit.None
	})
}

// bodyRetryer also retries a request whose answer broke off, which the SDK takes
// for an answer that it cannot read.
type bodyRetryer struct{ aws.RetryerV2 }

func (r bodyRetryer) IsErrorRetryable(err error) bool {
	return errors.Is(err, io.ErrUnexpectedEOF) || r.RetryerV2.IsErrorRetryable(err)
}
