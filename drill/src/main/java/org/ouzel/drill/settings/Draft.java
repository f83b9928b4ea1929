package org.ouzel.drill.settings;

import java.util.Optional;
import org.ouzel.core.tcp.EcnPolicy;
import org.ouzel.core.tcp.Environment;
import org.ouzel.core.tcp.FastOpenKeys;
import org.ouzel.core.tcp.FastOpenTuning;
import org.ouzel.core.tcp.TcpHabits;
import org.ouzel.core.tcp.TcpParameters;
import org.ouzel.core.tcp.TcpSettings;
import org.ouzel.core.tcp.TcpTuning;
import org.ouzel.core.wire.OptionLayout;
import org.ouzel.drill.posix.SystemSettings;

/** Settings of a system that are being changed, all in one place. Times are in nanoseconds. */
final class Draft {
    private final SystemSettings before;

    // ---- What a SYN offers
    boolean timestamps;
    boolean toleratesMissingTimestamps;
    boolean sack;
    boolean windowScaling;
    int windowShift;
    int mss;
    int leastMss;
    OptionLayout layout;
    EcnPolicy ecn;
    TcpTuning.EcnReports ecnReports;

    // ---- Data with a SYN
    boolean fastOpenClient;
    boolean fastOpenServer;
    boolean fastOpenEveryListener;
    boolean fastOpenSendsWithoutCookie;
    boolean fastOpenTakesWithoutCookie;
    Optional<FastOpenKeys> fastOpenKeys;
    boolean fastOpenExperiment;
    int fastOpenOptionRoom;
    int fastOpenUnknownMss;
    long fastOpenPause;

    // ---- Buffers
    int receiveBuffer;
    int maxReceiveBuffer;
    int sendBuffer;
    int maxSendBuffer;
    int receiveBufferLimit;
    int sendBufferLimit;
    int datagramReceiveBuffer;
    int datagramSendBuffer;
    int windowClamp;

    // ---- When segments leave
    boolean marksWrites;
    TcpHabits.Pushing pushing;
    TcpHabits.SmallSegments smallSegments;
    TcpHabits.Offering offering;
    TcpHabits.GivingUp givingUp;
    boolean acknowledgingResets;
    boolean windowLowered;
    TcpHabits.WindowProbes windowProbes;
    int linearSyns;
    long answerInterval;
    boolean lossProbes;
    TcpTuning.Acknowledging acknowledging;
    int initialSegments;
    boolean paced;
    String congestion;

    TcpHabits.Variation rttVariation;
    boolean halfWindow;
    int forgivenHandshakeTimeouts;
    TcpHabits.Unit windowUnit;

    // ---- What is answered to what
    TcpHabits.RepeatedRequest repeatedRequest;
    TcpHabits.SoftErrors softErrors;
    boolean resetEndsTimeWait;
    boolean endsInBlocks;

    // ---- Times and retries
    long initialRto;
    long rtoSlop;
    long minRto;
    long maxRto;
    long delayedAck;
    long answerWait;
    long segmentLifetime;
    long finWait2;
    long userTimeout;
    long keepAliveTime;
    long keepAliveInterval;
    int keepAliveProbes;
    int synRetries;
    int synAckRetries;
    int dataRetries;

    // ---- Others
    int timeToLive;
    boolean pathMtuDiscovery;
    int backlogLimit;
    int udpTunnelingPort;

    Draft(SystemSettings of) {
        before = of;
        TcpTuning.Offers offers = of.tcp().tuning().offers();
        timestamps = offers.timestamps();
        toleratesMissingTimestamps = offers.toleratesMissingTimestamps();
        sack = offers.sack();
        windowScaling = offers.windowScale();
        windowShift = offers.windowShift();
        mss = offers.mss();
        leastMss = offers.leastMss();
        layout = offers.layout();
        ecnReports = offers.ecnReports();
        ecn = of.tcp().ecn();
        TcpTuning.Flow flow = of.tcp().tuning().flow();
        windowClamp = flow.windowClampBytes();
        marksWrites = flow.marksWrites();
        acknowledging = flow.acknowledging();
        initialSegments = flow.initialSegments();
        paced = flow.paced();
        congestion = of.congestion().preferred();
        TcpHabits habits = of.tcp().tuning().habits();
        offering = habits.offering();
        take(habits.answers());
        take(habits.sending());
        take(habits.timing());
        TcpTuning.Retries retries = of.tcp().tuning().retries();
        synRetries = retries.syn();
        synAckRetries = retries.synAck();
        dataRetries = retries.data();
        takeConnection(of.tcp());
        takeParameters(of.environment().parameters());
        receiveBufferLimit = of.limits().receiveBufferBytes();
        sendBufferLimit = of.limits().sendBufferBytes();
        datagramReceiveBuffer = of.limits().datagrams().receiveBufferBytes();
        datagramSendBuffer = of.limits().datagrams().sendBufferBytes();
        keepAliveTime = of.limits().keepAliveIdleNs();
        backlogLimit = of.limits().backlog();
        udpTunnelingPort = of.limits().udpTunnelingPort();
        SystemSettings.FastOpen fastOpen = of.fastOpen();
        fastOpenClient = fastOpen.client();
        fastOpenServer = fastOpen.server();
        fastOpenEveryListener = fastOpen.everyListener();
        fastOpenSendsWithoutCookie = fastOpen.sendsWithoutCookie();
        fastOpenTakesWithoutCookie = fastOpen.takesWithoutCookie();
        fastOpenKeys = fastOpen.keys();
        takeAsking(of.tcp().tuning().fastOpen().asking());
    }

    private void takeAsking(FastOpenTuning.Asking asking) {
        fastOpenExperiment = asking.triesExperiment();
        fastOpenOptionRoom = asking.optionRoom();
        fastOpenUnknownMss = asking.unknownMss();
        fastOpenPause = asking.pauseNs();
    }

    private void take(TcpHabits.Answers answers) {
        repeatedRequest = answers.repeatedRequest();
        softErrors = answers.softErrors();
        resetEndsTimeWait = answers.resetEndsTimeWait();
        endsInBlocks = answers.endsInBlocks();
        acknowledgingResets = answers.acknowledgingResets();
        answerInterval = answers.intervalNs();
    }

    private void take(TcpHabits.Sending sending) {
        pushing = sending.pushing();
        smallSegments = sending.smallSegments();
        windowProbes = sending.windowProbes();
        halfWindow = sending.halfWindow();
        windowUnit = sending.unit();
        windowLowered = sending.windowLowered();
    }

    private void take(TcpHabits.Timing timing) {
        givingUp = timing.givingUp();
        linearSyns = timing.linearSyns();
        forgivenHandshakeTimeouts = timing.forgivenHandshakeTimeouts();
        lossProbes = timing.lossProbes();
        rtoSlop = timing.rtoSlopNs();
        rttVariation = timing.variation();
    }

    private TcpHabits habits() {
        return new TcpHabits(
                offering,
                new TcpHabits.Answers(
                        repeatedRequest,
                        softErrors,
                        resetEndsTimeWait,
                        endsInBlocks,
                        acknowledgingResets,
                        answerInterval),
                new TcpHabits.Sending(pushing, smallSegments, windowProbes, halfWindow, windowUnit, windowLowered),
                new TcpHabits.Timing(
                        givingUp, linearSyns, forgivenHandshakeTimeouts, lossProbes, rtoSlop, rttVariation));
    }

    private void takeConnection(TcpSettings tcp) {
        receiveBuffer = tcp.receiveBuffer().bytes();
        maxReceiveBuffer = tcp.receiveBuffer().maxBytes();
        sendBuffer = tcp.sendBuffer().bytes();
        maxSendBuffer = tcp.sendBuffer().maxBytes();
        finWait2 = tcp.times().finWait2Ns();
        userTimeout = tcp.userTimeout().afterNs();
        timeToLive = tcp.header().timeToLive();
        pathMtuDiscovery = tcp.header().dontFragment();
    }

    private void takeParameters(TcpParameters parameters) {
        initialRto = parameters.initialRtoNs();
        minRto = parameters.minRtoNs();
        maxRto = parameters.maxRtoNs();
        delayedAck = parameters.delayedAckNs();
        answerWait = parameters.answerWaitNs();
        segmentLifetime = parameters.maxSegmentLifetimeNs();
        keepAliveInterval = parameters.keepAliveIntervalNs();
        keepAliveProbes = parameters.keepAliveProbes();
    }

    /** The settings as they are now. */
    SystemSettings settings() {
        Environment shared = before.environment();
        return new SystemSettings(
                new Environment(parameters(), shared.pages(), shared.initialNumbers(), shared.drops()),
                tcp(),
                before.congestion().preferring(congestion),
                before.random(),
                new SystemSettings.Limits(
                        backlogLimit,
                        receiveBufferLimit,
                        sendBufferLimit,
                        keepAliveTime,
                        udpTunnelingPort,
                        new SystemSettings.Datagrams(datagramReceiveBuffer, datagramSendBuffer)),
                new SystemSettings.FastOpen(
                        fastOpenClient,
                        fastOpenServer,
                        fastOpenEveryListener,
                        fastOpenSendsWithoutCookie,
                        fastOpenTakesWithoutCookie,
                        fastOpenKeys));
    }

    private TcpParameters parameters() {
        return new TcpParameters(
                initialRto,
                minRto,
                maxRto,
                delayedAck,
                answerWait,
                segmentLifetime,
                keepAliveInterval,
                keepAliveProbes,
                before.environment().parameters().synAckRetransmissions());
    }

    private TcpSettings tcp() {
        TcpSettings tcp = before.tcp();
        return new TcpSettings(
                buffer(receiveBuffer, maxReceiveBuffer),
                buffer(sendBuffer, maxSendBuffer),
                new TcpSettings.UserTimeout(userTimeout, tcp.userTimeout().reported()),
                tcp.header().withTimeToLive(timeToLive).withDontFragment(pathMtuDiscovery),
                tcp.output(),
                tcp.times().withFinWait2(finWait2),
                ecn,
                tuning());
    }

    /** The two are set one after the other: a buffer that begins with more than it may grow to does not grow. */
    private static TcpSettings.Buffer buffer(int bytes, int maxBytes) {
        return new TcpSettings.Buffer(bytes, Math.max(bytes, maxBytes));
    }

    private FastOpenTuning.Asking asking() {
        return new FastOpenTuning.Asking(
                false, fastOpenExperiment, fastOpenOptionRoom, fastOpenUnknownMss, fastOpenPause);
    }

    private TcpTuning tuning() {
        TcpTuning tuning = before.tcp().tuning();
        return new TcpTuning(
                new TcpTuning.Offers(
                        timestamps,
                        toleratesMissingTimestamps,
                        sack,
                        windowScaling,
                        windowShift,
                        mss,
                        leastMss,
                        layout,
                        ecnReports),
                new TcpTuning.Retries(
                        tuning.retries().keepAliveIntervalNs(),
                        tuning.retries().keepAliveProbes(),
                        synRetries,
                        synAckRetries,
                        dataRetries),
                new TcpTuning.Flow(
                        tuning.flow().corked(), marksWrites, acknowledging, windowClamp, initialSegments, paced),
                habits(),
                new FastOpenTuning(asking(), tuning.fastOpen().taking()));
    }
}
