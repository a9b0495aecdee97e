# beamcrop as an image: the command line, and the worker of a cluster. A runner
# starts a worker by the image's entry point, and the program is its own boot.
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -tags nodynamic -ldflags='-s -w' -o /beamcrop ./cmd/beamcrop && mkdir /empty

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build --chmod=1777 /empty /tmp
COPY --from=build /beamcrop /beamcrop
ENTRYPOINT ["/beamcrop"]
