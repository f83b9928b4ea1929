package org.ouzel.sim.net;

/** How packets vanish from a wire. */
public sealed interface Loss {
    /** None does. */
    Loss NONE = new Bernoulli(0);

    /**
     * Each packet for itself.
     *
     * @param probability how likely one is lost
     */
    record Bernoulli(double probability) implements Loss {
        /** Rejects what is no probability. */
        public Bernoulli {
            Legal.probability("loss", probability);
        }
    }

    /**
     * In bursts: a wire is good or bad, and may change from one to the other before each packet (Gilbert 1960, Elliott 1963). It
     * begins good. With no loss while good and all lost while bad, bursts are {@code 1 / toGood} packets long on average, and
     * {@code toBad / (toBad + toGood)} of all packets are lost.
     *
     * @param toBad how likely a good wire turns bad: p
     * @param toGood how likely a bad one turns good: r
     * @param whileGood how likely a packet is lost on a good wire
     * @param whileBad how likely on a bad one
     */
    record GilbertElliott(double toBad, double toGood, double whileGood, double whileBad) implements Loss {
        /** Rejects what are no probabilities. */
        public GilbertElliott {
            Legal.probability("turning bad", toBad);
            Legal.probability("turning good", toGood);
            Legal.probability("loss while good", whileGood);
            Legal.probability("loss while bad", whileBad);
        }
    }
}
