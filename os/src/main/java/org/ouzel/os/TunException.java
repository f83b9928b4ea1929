package org.ouzel.os;

import java.io.IOException;
import org.ouzel.os.sys.Abi;
import org.ouzel.os.sys.ErrnoException;

/** A TUN device that cannot be opened, configured or used any more. The message says what is missing and how to get it. */
public final class TunException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    private final Reason reason;

    /** What is wrong with a device. */
    public enum Reason {
        /** The kernel or the container has no TUN devices. */
        UNAVAILABLE,
        /** The user may not do it. */
        NOT_PERMITTED,
        /** Another process, or another link, is attached to the device, or has the queues of it that are to be had. */
        BUSY,
        /** There is an interface of that name, and it is not a TUN device such as is needed. */
        UNSUITABLE,
        /** There is no such network namespace. */
        NO_NAMESPACE,
        /** The kernel does not take an address or the MTU. */
        NOT_CONFIGURABLE,
        /** The device was there and has been removed. */
        GONE,
        /** Something else: see the message. */
        FAILED
    }

    private TunException(Reason reason, String message, ErrnoException cause) {
        super(message + " [" + cause.getMessage() + "]", cause);
        this.reason = reason;
    }

    private TunException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** What is wrong. */
    public Reason reason() {
        return reason;
    }

    static TunException openingDeviceFile(ErrnoException failed) {
        return switch (failed.errno()) {
            case Abi.ENOENT, Abi.ENODEV, Abi.ENXIO ->
                new TunException(
                        Reason.UNAVAILABLE,
                        "no TUN devices here: load the kernel's module (modprobe tun), or give the container the device"
                                + " (--device /dev/net/tun)",
                        failed);
            case Abi.EACCES, Abi.EPERM ->
                new TunException(
                        Reason.NOT_PERMITTED,
                        "not permitted to open /dev/net/tun: have the administrator make it readable and writable for "
                                + user() + " (usual is chmod 0666), or run as root",
                        failed);
            default -> new TunException(Reason.FAILED, "cannot open /dev/net/tun", failed);
        };
    }

    static TunException attaching(TunOptions options, int queues, ErrnoException failed) {
        String device = options.device();
        return switch (failed.errno()) {
            case Abi.EPERM ->
                new TunException(
                        Reason.NOT_PERMITTED,
                        "not permitted to make or attach to " + device + ", which needs CAP_NET_ADMIN: run as root, or"
                                + " have the administrator do \"" + make(options, queues) + "\" and configure it",
                        failed);
            case Abi.EBUSY ->
                new TunException(
                        Reason.BUSY,
                        device + " is in use: another process or link is attached to it, and it takes one at a time",
                        failed);
            case Abi.E2BIG ->
                new TunException(
                        Reason.BUSY,
                        device + " is in use: another process or link has so many of its " + TunLink.MAX_QUEUES
                                + " queues that there are not " + queues + " left",
                        failed);
            case Abi.EINVAL -> new TunException(Reason.UNSUITABLE, unsuitable(options, queues), failed);
            default -> new TunException(Reason.FAILED, "cannot attach to " + device, failed);
        };
    }

    private static String unsuitable(TunOptions options, int queues) {
        String device = options.device();
        return device + " exists and is not a TUN device with " + (queues == 1 ? "one queue" : "several queues")
                + ": choose another name, or remove it with \"" + ip(options) + " link del " + device + "\""
                + (queues == 1 ? "" : ", and where it is to stay, make it with \"" + make(options, queues) + "\"");
    }

    /** Of several queues the first decides how packets cross the device. */
    static TunException joining(TunOptions options) {
        return new TunException(
                Reason.BUSY,
                options.device() + " is in use: another process or link has queues of it, "
                        + (options.offload() ? "without" : "with") + " offload");
    }

    static TunException configuring(TunOptions options, ErrnoException failed) {
        String device = options.device();
        return switch (failed.errno()) {
            case Abi.EPERM ->
                new TunException(
                        Reason.NOT_PERMITTED,
                        "not permitted to configure " + device + ", which needs CAP_NET_ADMIN: run as root, or give no"
                                + " addresses and have the administrator do \"" + ip(options)
                                + " address add ADDRESS/LENGTH dev " + device + "\" and \"" + ip(options) + " link set "
                                + device + " mtu " + options.mtu() + " up\"",
                        failed);
            case Abi.EACCES, Abi.EAFNOSUPPORT ->
                new TunException(
                        Reason.NOT_CONFIGURABLE,
                        "IPv6 is switched off: have the administrator do \"sysctl net.ipv6.conf.all.disable_ipv6=0"
                                + " net.ipv6.conf.default.disable_ipv6=0\", or give " + device
                                + " no IPv6 address",
                        failed);
            case Abi.EINVAL ->
                new TunException(
                        Reason.NOT_CONFIGURABLE,
                        "the kernel does not take " + options.hostSides() + " or MTU " + options.mtu() + " for "
                                + device,
                        failed);
            default -> new TunException(Reason.FAILED, "cannot configure " + device, failed);
        };
    }

    static TunException enteringNamespace(String namespace, ErrnoException failed) {
        return switch (failed.errno()) {
            case Abi.ENOENT ->
                new TunException(
                        Reason.NO_NAMESPACE,
                        "no network namespace " + namespace + ": make it with \"ip netns add " + namespace + "\"",
                        failed);
            case Abi.EPERM, Abi.EACCES ->
                new TunException(
                        Reason.NOT_PERMITTED,
                        "not permitted to enter network namespace " + namespace
                                + ", which needs CAP_SYS_ADMIN: run as root, or run the whole program inside it with"
                                + " \"ip netns exec " + namespace + " …\" and name no namespace",
                        failed);
            case Abi.EINVAL ->
                new TunException(
                        Reason.NO_NAMESPACE,
                        namespace + " is not a network namespace any more: make it anew with \"ip netns del "
                                + namespace + "\" and \"ip netns add " + namespace + "\"",
                        failed);
            default -> new TunException(Reason.FAILED, "cannot enter network namespace " + namespace, failed);
        };
    }

    static TunException using(String device, ErrnoException failed) {
        return switch (failed.errno()) {
            case Abi.EBADFD, Abi.ENODEV, Abi.ENXIO ->
                new TunException(Reason.GONE, device + " has been removed: close the link and open another", failed);
            case Abi.EIO ->
                new TunException(
                        Reason.GONE, device + " is down or being removed: set it up and open it again", failed);
            default -> new TunException(Reason.FAILED, device + " fails", failed);
        };
    }

    /** The command that the administrator needs, in the right namespace. */
    private static String ip(TunOptions options) {
        return options.namespace().map(name -> "ip -n " + name).orElse("ip");
    }

    /** The command that makes a device which a user may attach to. */
    private static String make(TunOptions options, int queues) {
        return ip(options) + " tuntap add dev " + options.device() + " mode tun" + (queues == 1 ? "" : " multi_queue")
                + " user " + user();
    }

    private static String user() {
        return System.getProperty("user.name", "USER");
    }
}
