package org.ouzel.drill.script;

import static org.ouzel.drill.script.RandomScripts.NOWHERE;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Draws packets in which everything that the language has comes up. */
final class RandomPackets {
    private final RandomGenerator random;

    RandomPackets(RandomGenerator random) {
        this.random = random;
    }

    PacketSpec packet() {
        boolean outbound = random.nextBoolean();
        PacketPayload payload = payload(outbound);
        return new PacketSpec(
                NOWHERE,
                outbound ? Direction.OUTBOUND : Direction.INBOUND,
                list(3, () -> header(outbound)),
                ip(outbound),
                payload,
                payload instanceof TcpSpec ? maybe(this::ports) : Optional.empty());
    }

    private Encapsulation header(boolean outbound) {
        return switch (random.nextInt(4)) {
            case 0 -> new Encapsulation.Ip(4, ip(outbound), "192.0.2.1", "198.51.100.7");
            case 1 -> new Encapsulation.Ip(6, ip(outbound), "2001:db8::1", "::ffff:192.0.2.1");
            case 2 -> gre();
            default -> new Encapsulation.Mpls(list(3, this::label));
        };
    }

    private Encapsulation.Gre gre() {
        return random.nextBoolean()
                ? greWithFlags()
                : new Encapsulation.Gre(OptionalLong.empty(), u16(), u16(), u32(), u32());
    }

    Encapsulation.Gre greWithFlags() {
        return new Encapsulation.Gre(OptionalLong.of(random.nextInt(65536)), u16(), u16(), u32(), u32());
    }

    MplsLabel label() {
        return new MplsLabel(random.nextInt(1 << 20), random.nextInt(8), random.nextBoolean(), random.nextInt(256));
    }

    private IpSpec ip(boolean outbound) {
        List<EcnMark> marks = new ArrayList<>(List.of(EcnMark.values()));
        if (!outbound) {
            marks.remove(EcnMark.ECT0_OR_ECT1);
        }
        return random.nextInt(3) == 0
                ? IpSpec.UNSAID
                : new IpSpec(
                        maybe(() -> marks.get(random.nextInt(marks.size()))),
                        below(256),
                        below(64),
                        below(256),
                        below(1 << 20));
    }

    private PacketPayload payload(boolean outbound) {
        return switch (random.nextInt(10)) {
            case 0 -> new PacketPayload.Udp(maybe(this::ports), random.nextInt(65536));
            case 1 -> new PacketPayload.UdpLite(maybe(this::ports), random.nextInt(65536), random.nextInt(65536));
            case 2, 3 -> icmp();
            case 4 ->
                outbound
                        ? new PacketPayload.Anything()
                        : new PacketPayload.Unsupported("sctp", "1 > 2 sctp: SACK[gaps=[1:2], tsn=...]");
            default -> tcp(outbound);
        };
    }

    private TcpSpec tcp(boolean outbound) {
        return new TcpSpec(
                maybe(this::ports),
                new FlagSet(random.nextInt(512)),
                outbound ? maybe(() -> range(true)) : Optional.of(range(false)),
                maybe(() -> amount(outbound, Numbers.U32)),
                maybe(() -> amount(outbound, Numbers.U16)),
                maybe(() -> amount(outbound, Numbers.U16)),
                outbound && random.nextInt(4) == 0
                        ? new OptionList.Unchecked()
                        : new OptionList.Listed(list(5, () -> option(outbound))));
    }

    private SequenceRange range(boolean outbound) {
        int length = random.nextInt(65536);
        if (outbound && random.nextInt(4) == 0) {
            return new SequenceRange(OptionalLong.empty(), length, false);
        }
        long start = random.nextLong(Numbers.U32 + 1 - length);
        return new SequenceRange(OptionalLong.of(start), length, random.nextBoolean());
    }

    private Amount amount(boolean outbound, long largest) {
        return outbound && random.nextInt(4) == 0 ? Amount.ANY : Amount.of(random.nextLong(largest + 1));
    }

    private TcpOption option(boolean outbound) {
        return switch (random.nextInt(13)) {
            case 0 -> new TcpOption.NoOperation();
            case 1 -> new TcpOption.EndOfList();
            case 2 -> new TcpOption.MaximumSegmentSize(amount(outbound, Numbers.U16));
            case 3 -> new TcpOption.WindowScale(amount(outbound, Numbers.U8));
            case 4 -> new TcpOption.SackPermitted();
            case 5 -> new TcpOption.Sack(blocks());
            case 6 ->
                new TcpOption.Timestamps(
                        amount(outbound, Numbers.U32), amount(outbound, Numbers.U32), random.nextBoolean());
            case 7 -> new TcpOption.FastOpen(hex(), random.nextBoolean());
            case 8 -> new TcpOption.Md5(maybe(() -> Hex.of(new byte[] {1, 2, (byte) random.nextInt()})));
            case 9 ->
                new TcpOption.AccurateEcn(
                        random.nextInt(2), list(4, () -> amount(outbound, 0xffffff)), random.nextBoolean());
            case 10 -> new TcpOption.Experimental(random.nextInt(65536), hex());
            case 11 -> new TcpOption.Generic(random.nextInt(256), hex());
            default -> new TcpOption.Multipath("dss dack8=1 flags[a, b] nocs");
        };
    }

    private List<TcpOption.Block> blocks() {
        List<TcpOption.Block> blocks = new ArrayList<>();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            blocks.add(new TcpOption.Block(random.nextLong(Numbers.U32 + 1), random.nextLong(Numbers.U32 + 1)));
        }
        return blocks;
    }

    private IcmpSpec icmp() {
        boolean v4 = random.nextBoolean();
        return new IcmpSpec(
                v4 ? IcmpSpec.Protocol.ICMP : IcmpSpec.Protocol.ICMPV6,
                "unreachable",
                maybe(() -> random.nextBoolean() ? "port_unreachable" : "7"),
                u32(),
                below(65536),
                maybe(this::echoed));
    }

    private IcmpSpec.Echoed echoed() {
        return switch (random.nextInt(5)) {
            case 0 -> new IcmpSpec.Echoed.Udp(random.nextInt(65536));
            case 1 -> new IcmpSpec.Echoed.UdpLite(random.nextInt(65536), random.nextInt(65536));
            case 2 -> new IcmpSpec.Echoed.Raw(random.nextInt(65536));
            case 3 -> new IcmpSpec.Echoed.Unsupported("sctp(7)/udp(1 > 2)");
            default -> new IcmpSpec.Echoed.Tcp(range(false));
        };
    }

    private Hex hex() {
        byte[] bytes = new byte[random.nextInt(17)];
        random.nextBytes(bytes);
        return Hex.of(bytes);
    }

    private Ports ports() {
        return new Ports(random.nextInt(65536), random.nextInt(65536));
    }

    private OptionalLong u16() {
        return random.nextBoolean() ? OptionalLong.of(random.nextInt(65536)) : OptionalLong.empty();
    }

    private OptionalLong u32() {
        return random.nextBoolean() ? OptionalLong.of(random.nextLong(Numbers.U32 + 1)) : OptionalLong.empty();
    }

    private OptionalInt below(int bound) {
        return random.nextBoolean() ? OptionalInt.of(random.nextInt(bound)) : OptionalInt.empty();
    }

    private <T> Optional<T> maybe(Supplier<T> drawn) {
        return random.nextBoolean() ? Optional.of(drawn.get()) : Optional.empty();
    }

    private <T> List<T> list(int bound, Supplier<T> drawn) {
        List<T> list = new ArrayList<>();
        for (int i = random.nextInt(bound); i > 0; i--) {
            list.add(drawn.get());
        }
        return list;
    }
}
