# beamcrop as an image: the command line, and the worker of a cluster. A runner
# starts a worker by the image's entry point, and the program is its own boot.
# It is built for the platforms that docker buildx build --platform names, or for
# this one.
FROM --platform=$BUILDPLATFORM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG TARGETOS TARGETARCH VERSION
RUN CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH \
    go build -trimpath -tags nodynamic,disable_grpc_modules \
    -ldflags="-s -w -X github.com/beamcrop/beamcrop/internal/version.release=$VERSION" -o /beamcrop ./cmd/beamcrop && mkdir /empty

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build --chmod=1777 /empty /tmp
COPY --from=build /beamcrop /beamcrop
ENTRYPOINT ["/beamcrop"]
