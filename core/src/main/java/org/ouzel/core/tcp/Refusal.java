package org.ouzel.core.tcp;

/** Why a user's call was refused: the errors of RFC 9293 §3.10. */
public enum Refusal {
    /** Nothing is open. */
    CONNECTION_DOES_NOT_EXIST,
    /** Something is open already. */
    CONNECTION_ALREADY_EXISTS,
    /** A passive open is pending. */
    PASSIVE_OPEN_PENDING,
    /** The user has closed, or the peer has and all was received. */
    CONNECTION_CLOSING
}
