package main

import (
	"context"
	"io"
	"os/exec"
	"strconv"
	"time"
)

// process is go-plugin's runner of a local command which knows when it called exec: go-plugin makes its P-521 key
// before that, which is no cost of the provider's.
type process struct {
	command        *exec.Cmd
	stdout, stderr io.ReadCloser
	started        time.Time
}

func newProcess(command *exec.Cmd) (*process, error) {
	stdout, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	stderr, err := command.StderrPipe()
	return &process{command: command, stdout: stdout, stderr: stderr}, err
}

func (p *process) Start(context.Context) error {
	p.started = time.Now()
	return p.command.Start()
}

func (p *process) Wait(context.Context) error { return p.command.Wait() }

func (p *process) Kill(context.Context) error { return p.command.Process.Kill() }

func (p *process) ID() string { return strconv.Itoa(p.command.Process.Pid) }

func (p *process) Name() string { return p.command.Path }

func (p *process) Stdout() io.ReadCloser { return p.stdout }

func (p *process) Stderr() io.ReadCloser { return p.stderr }

func (p *process) Diagnose(context.Context) string { return "" }

func (p *process) PluginToHost(network, address string) (string, string, error) {
	return network, address, nil
}

func (p *process) HostToPlugin(network, address string) (string, string, error) {
	return network, address, nil
}
