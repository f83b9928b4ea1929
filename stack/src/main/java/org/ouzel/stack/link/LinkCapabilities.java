package org.ouzel.stack.link;

/**
 * What a link can do.
 *
 * @param mtu the largest IP packet that it carries, in bytes, at least 68
 * @param frameBytes the largest packet that a read may give or a write may take, at least the MTU: more where the link cuts
 *     segments or joins them
 * @param segmentation whether it cuts large segments itself
 * @param checksums whether it completes and has checked transport checksums itself
 * @param batch how many packets are worth reading at a time, at least 1
 */
public record LinkCapabilities(int mtu, int frameBytes, boolean segmentation, boolean checksums, int batch) {
    private static final int MIN_MTU = 68;

    /** Rejects sizes that cannot be. */
    public LinkCapabilities {
        if (mtu < MIN_MTU || mtu > 0xffff) {
            throw new IllegalArgumentException("MTU out of range: " + mtu);
        }
        if (segmentation && !checksums) {
            throw new IllegalArgumentException("a link that cuts segments has to complete their checksums");
        }
        if (frameBytes < mtu || batch < 1) {
            throw new IllegalArgumentException("frame of " + frameBytes + " bytes, batch of " + batch);
        }
    }

    /** A link that carries packets as they are. */
    public static LinkCapabilities plain(int mtu, int batch) {
        return new LinkCapabilities(mtu, mtu, false, false, batch);
    }
}
