package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"github.com/hashicorp/go-plugin/runner"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"
)

// The most that core accepts of a schema (protocol 6).
const schemaLimit = 64 << 20

type schemaFigures struct {
	HandshakeMicros int64 `json:"handshake_us"`
	SchemaMicros    int64 `json:"schema_us"`
	PeakKiB         int64 `json:"peak_kib"`
}

// firstSchema starts a provider with go-plugin, as terraform does: cookie, AutoMTLS, protocol 6.
func firstSchema(program string) (schemaFigures, error) {
	var figures schemaFigures
	var provider *process
	client := plugin.NewClient(&plugin.ClientConfig{
		HandshakeConfig: plugin.HandshakeConfig{
			MagicCookieKey:   "TF_PLUGIN_MAGIC_COOKIE",
			MagicCookieValue: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
		},
		VersionedPlugins: map[int]plugin.PluginSet{6: {"provider": caller{}}},
		AllowedProtocols: []plugin.Protocol{plugin.ProtocolGRPC},
		AutoMTLS:         true,
		Logger:           hclog.NewNullLogger(),
		GRPCDialOptions:  []grpc.DialOption{grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(schemaLimit))},
		RunnerFunc: func(_ hclog.Logger, spec *exec.Cmd, _ string) (_ runner.Runner, err error) {
			command := exec.Command(program)
			command.Env = spec.Env
			provider, err = newProcess(command)
			return provider, err
		},
	})
	defer client.Kill()
	if _, err := client.Start(); err != nil {
		return figures, err
	}
	figures.HandshakeMicros = time.Since(provider.started).Microseconds()
	protocol, err := client.Client()
	if err != nil {
		return figures, err
	}
	connection, err := protocol.Dispense("provider")
	if err != nil {
		return figures, err
	}
	// An empty message keeps the fields it does not know: the answer is read whole without its generated code.
	answer := &emptypb.Empty{}
	const method = "/tfplugin6.Provider/GetProviderSchema"
	if err := connection.(*grpc.ClientConn).Invoke(context.Background(), method, &emptypb.Empty{}, answer); err != nil {
		return figures, err
	}
	figures.SchemaMicros = time.Since(provider.started).Microseconds()
	if len(answer.ProtoReflect().GetUnknown()) == 0 {
		return figures, errors.New("the schema is empty")
	}
	figures.PeakKiB, err = peak(provider.command.Process.Pid)
	return figures, err
}

// caller hands out the bare connection.
type caller struct{ plugin.NetRPCUnsupportedPlugin }

func (caller) GRPCServer(*plugin.GRPCBroker, *grpc.Server) error { return errors.New("a client only") }

func (caller) GRPCClient(_ context.Context, _ *plugin.GRPCBroker, connection *grpc.ClientConn) (any, error) {
	return connection, nil
}

// peak is the most memory that a running process has had resident, in KiB.
func peak(pid int) (int64, error) {
	file, err := os.Open(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if value, found := strings.CutPrefix(lines.Text(), "VmHWM:"); found {
			return strconv.ParseInt(strings.Fields(value)[0], 10, 64)
		}
	}
	return 0, io.ErrUnexpectedEOF
}
