// gVisor's netstack behind a TUN device. It makes the device in the namespace that it is in, and serves what
// org.ouzel.bench.blocking.Service tells, until its standard input ends.
//
// usage: gvisor DEVICE CALLER/LENGTH SERVER/LENGTH
package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"syscall"

	"gvisor.dev/gvisor/pkg/tcpip"
	"gvisor.dev/gvisor/pkg/tcpip/adapters/gonet"
	"gvisor.dev/gvisor/pkg/tcpip/header"
	"gvisor.dev/gvisor/pkg/tcpip/link/fdbased"
	"gvisor.dev/gvisor/pkg/tcpip/link/tun"
	"gvisor.dev/gvisor/pkg/tcpip/network/ipv4"
	"gvisor.dev/gvisor/pkg/tcpip/stack"
	"gvisor.dev/gvisor/pkg/tcpip/transport/tcp"
)

const (
	nic        = 1
	mtu        = 1500
	mostBuffer = 4 << 20
	callBytes  = 64 << 10
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: gvisor DEVICE CALLER/LENGTH SERVER/LENGTH")
		os.Exit(2)
	}
	address, network := parse(os.Args[3])
	netstack := open(device(os.Args[1], os.Args[2]), address, network)
	serve(netstack, address, 7001, 1, sink)
	serve(netstack, address, 7002, 1, source)
	serve(netstack, address, 7003, 1, echo)
	serve(netstack, address, 7004, 16, brief)
	fmt.Println("answer ")
	io.Copy(io.Discard, os.Stdin)
}

func require(what string, err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, what+":", err)
		os.Exit(1)
	}
}

func requireTcpip(what string, err tcpip.Error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, what+":", err)
		os.Exit(1)
	}
}

func parse(text string) (net.IP, *net.IPNet) {
	address, network, err := net.ParseCIDR(text)
	require(text, err)
	return address.To4(), network
}

func device(name string, address string) int {
	descriptor, err := tun.Open(name)
	require("/dev/net/tun", err)
	require("nonblocking", syscall.SetNonblock(descriptor, true))
	command := fmt.Sprintf("ip address add %s dev %s && ip link set %s mtu %d txqueuelen 4096 up", address, name, name, mtu)
	said, err := exec.Command("sh", "-c", command).CombinedOutput()
	require(string(said), err)
	return descriptor
}

func open(descriptor int, address net.IP, network *net.IPNet) *stack.Stack {
	netstack := stack.New(stack.Options{
		NetworkProtocols:   []stack.NetworkProtocolFactory{ipv4.NewProtocol},
		TransportProtocols: []stack.TransportProtocolFactory{tcp.NewProtocol},
	})
	sack := tcpip.TCPSACKEnabled(true)
	requireTcpip("SACK", netstack.SetTransportProtocolOption(tcp.ProtocolNumber, &sack))
	moderate := tcpip.TCPModerateReceiveBufferOption(true)
	requireTcpip("moderation", netstack.SetTransportProtocolOption(tcp.ProtocolNumber, &moderate))
	receive := tcpip.TCPReceiveBufferSizeRangeOption{Min: 4096, Default: 1 << 20, Max: mostBuffer}
	requireTcpip("receive buffer", netstack.SetTransportProtocolOption(tcp.ProtocolNumber, &receive))
	send := tcpip.TCPSendBufferSizeRangeOption{Min: 4096, Default: 1 << 20, Max: mostBuffer}
	requireTcpip("send buffer", netstack.SetTransportProtocolOption(tcp.ProtocolNumber, &send))
	link, err := fdbased.New(&fdbased.Options{FDs: []int{descriptor}, MTU: mtu})
	require("link", err)
	requireTcpip("interface", netstack.CreateNIC(nic, link))
	length, _ := network.Mask.Size()
	requireTcpip("address", netstack.AddProtocolAddress(nic, tcpip.ProtocolAddress{
		Protocol:          ipv4.ProtocolNumber,
		AddressWithPrefix: tcpip.AddressWithPrefix{Address: tcpip.Address(address), PrefixLen: length},
	}, stack.AddressProperties{}))
	netstack.SetRouteTable([]tcpip.Route{{Destination: header.IPv4EmptySubnet, NIC: nic}})
	return netstack
}

func serve(netstack *stack.Stack, address net.IP, port uint16, routines int, service func(net.Conn, []byte)) {
	at := tcpip.FullAddress{NIC: nic, Addr: tcpip.Address(address), Port: port}
	listener, err := gonet.ListenTCP(netstack, at, ipv4.ProtocolNumber)
	require("listen", err)
	for i := 0; i < routines; i++ {
		go func() {
			data := make([]byte, callBytes)
			for {
				connection, err := listener.Accept()
				require("accept", err)
				service(connection, data)
				connection.Close()
			}
		}()
	}
}

func sink(connection net.Conn, data []byte) {
	received := uint64(0)
	count, err := connection.Read(data)
	for ; err == nil; count, err = connection.Read(data) {
		received += uint64(count)
	}
	told := make([]byte, 8)
	binary.BigEndian.PutUint64(told, received)
	connection.Write(told)
}

func source(connection net.Conn, data []byte) {
	for _, err := connection.Write(data); err == nil; _, err = connection.Write(data) {
	}
}

func echo(connection net.Conn, data []byte) {
	for count, err := connection.Read(data[:1]); err == nil; count, err = connection.Read(data[:1]) {
		connection.Write(data[:count])
	}
}

func brief(connection net.Conn, data []byte) {
	count, err := connection.Read(data[:1])
	if err == nil {
		connection.Write(data[:count])
		connection.Read(data[:1])
	}
}
