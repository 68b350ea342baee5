package dev.pawse.cli.specs;

import javax.lang.model.element.Element;

/** Something of picocli that no spec can be written for. */
final class UnknownPart extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Element where;

    UnknownPart(Element where, String what) {
        super("SpecSource does not know " + what);
        this.where = where;
    }

    Element where() {
        return where;
    }
}
