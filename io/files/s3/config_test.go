package s3_test

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/beamcrop/beamcrop/internal/s3test"
	"github.com/beamcrop/beamcrop/io/files/storetest"
)

// TestS3Anonymous reads a public bucket, for which no credentials are needed.
func TestS3Anonymous(t *testing.T) {
	s3test.Start(t, "bucket")
	f := storetest.New(t)
	storetest.Write(t, f, s3Object, "hello")
	bucket, policy := "bucket", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*",
		"Action":["s3:GetObject","s3:ListBucket"],"Resource":["arn:aws:s3:::bucket","arn:aws:s3:::bucket/*"]}]}`
	if _, err := s3Client(t).PutBucketPolicy(t.Context(), &s3.PutBucketPolicyInput{Bucket: &bucket, Policy: &policy}); err != nil {
		t.Fatal(err)
	}
	t.Setenv("AWS_ACCESS_KEY_ID", "")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "")
	anonymous := storetest.New(t)
	storetest.WantContent(t, anonymous, s3Object, "hello")
	storetest.WantList(t, anonymous, "s3://bucket", s3Object)
	if err := anonymous.WriteFile(t.Context(), s3Object, nil); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("write: %v, want fs.ErrPermission", err)
	}
}

// TestS3Profile takes the credentials and the place from a profile.
func TestS3Profile(t *testing.T) {
	s := s3test.Start(t, "bucket")
	profile := filepath.Join(t.TempDir(), "config")
	text := fmt.Sprintf("[profile work]\nregion = %s\nendpoint_url = %s\naws_access_key_id = %s\naws_secret_access_key = %s\n",
		s3test.Region, s.URL, os.Getenv("AWS_ACCESS_KEY_ID"), os.Getenv("AWS_SECRET_ACCESS_KEY"))
	if err := os.WriteFile(profile, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL": "", "AWS_REGION": "", "AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "",
		"AWS_CONFIG_FILE": profile, "AWS_PROFILE": "work",
	} {
		t.Setenv(name, value)
	}
	f := storetest.New(t)
	storetest.Write(t, f, s3Object, "hello")
	storetest.WantContent(t, f, s3Object, "hello")
}

// TestS3FindsTheRegion has the server say its region as Amazon does, in a
// header of the answer to those who signed for another.
func TestS3FindsTheRegion(t *testing.T) {
	s := s3test.Start(t, "bucket")
	t.Setenv("AWS_REGION", "")
	s.OnRequest(func(w http.ResponseWriter, r *http.Request) bool {
		elsewhere := !strings.Contains(r.Header.Get("Authorization"), "/"+s3test.Region+"/")
		if elsewhere {
			w.Header().Set("X-Amz-Bucket-Region", s3test.Region)
			w.WriteHeader(http.StatusMovedPermanently)
		}
		return elsewhere
	})
	f := storetest.New(t)
	storetest.Write(t, f, s3Object, "hello")
	storetest.WantContent(t, f, s3Object, "hello")
}
