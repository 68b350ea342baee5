package dev.pawse.cli.specs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import org.jspecify.annotations.Nullable;

/** The source of one spec: what the annotations of a class and of its fields say, in the words of picocli's programmatic interface. */
final class SpecSource {
    private final String inPackage;
    private final TypeElement type;
    private final String target;
    private final List<String> tells = new ArrayList<>();
    private final List<VariableElement> values = new ArrayList<>();

    SpecSource(String inPackage, TypeElement type) {
        this.inPackage = inPackage;
        this.type = type;
        target = type.getSimpleName().toString();
        AnnotationMirror command = annotation(type, "Command");
        if (command != null) {
            tellCommand(command);
        }
        ElementFilter.fieldsIn(type.getEnclosedElements()).forEach(this::tell);
    }

    String name() {
        return inPackage + "." + target + "Spec";
    }

    String text() {
        StringBuilder gets = new StringBuilder();
        StringBuilder sets = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            VariableElement field = values.get(i);
            gets.append("            case " + i + ": return it." + field.getSimpleName() + ";\n");
            sets.append("            case " + i + ": it." + field.getSimpleName() + " = (" + boxed(field)
                    + ") value; break;\n");
        }
        return """
                package %1$s;

                /** What the annotations of {@link %2$s} say. */
                @SuppressWarnings("unchecked")
                public final class %2$sSpec extends dev.pawse.cli.Described<%2$s> {
                    /** Called by name. */
                    public %2$sSpec() {}

                    @Override
                    protected void describe(%2$s it, picocli.CommandLine.Model.CommandSpec spec) {
                %3$s    }

                    @Override
                    protected Object get(%2$s it, int field) {
                        switch (field) {
                %4$s            default: throw unknown(field);
                        }
                    }

                    @Override
                    protected void set(%2$s it, int field, Object value) {
                        switch (field) {
                %5$s            default: throw unknown(field);
                        }
                    }
                }
                """.formatted(
                        inPackage,
                        target,
                        tells.stream().map(line -> "        " + line + "\n").collect(Collectors.joining()),
                        gets,
                        sets);
    }

    private void tellCommand(AnnotationMirror command) {
        StringBuilder line = new StringBuilder("spec.usageMessage()");
        command.getElementValues()
                .forEach((part, value) -> line.append(
                        switch (part.getSimpleName().toString()) {
                            case "description", "footer" -> "." + part.getSimpleName() + "(" + texts(value) + ")";
                            default -> throw new UnknownPart(type, part.getSimpleName() + " of a command");
                        }));
        if (!command.getElementValues().isEmpty()) {
            tells.add(line + ";");
        }
    }

    private void tell(VariableElement field) {
        AnnotationMirror option = annotation(field, "Option");
        AnnotationMirror parameters = annotation(field, "Parameters");
        if (option == null && parameters == null && annotation(field, "Mixin") == null) {
            return;
        }
        if (field.getModifiers().contains(Modifier.PRIVATE)
                || field.getModifiers().contains(Modifier.STATIC)) {
            throw new UnknownPart(field, "a field that is private or static");
        }
        if (option != null) {
            tells.add("spec.addOption(" + option(field, option) + ".build());");
        } else if (parameters != null) {
            tells.add("spec.addPositional(" + positional(field, parameters) + ".build());");
        } else {
            tells.add("spec.addMixin(\"" + field.getSimpleName() + "\", spec(it." + field.getSimpleName() + "));");
        }
    }

    private String option(VariableElement field, AnnotationMirror option) {
        StringBuilder line =
                new StringBuilder("option(it, " + number(field) + ", " + texts(part(option, "names")) + ")");
        boolean labelled = false;
        for (Map.Entry<? extends ExecutableElement, ? extends AnnotationValue> each :
                option.getElementValues().entrySet()) {
            String name = each.getKey().getSimpleName().toString();
            String value = each.getValue().toString();
            labelled |= name.equals("paramLabel");
            line.append(
                    switch (name) {
                        case "names" -> "";
                        case "description" -> ".description(" + texts(each.getValue()) + ")";
                        case "split" -> ".splitRegex(" + value + ")";
                        case "paramLabel", "usageHelp", "versionHelp", "negatable" -> "." + name + "(" + value + ")";
                        default -> throw new UnknownPart(field, name + " of an option");
                    });
        }
        // Flags of which several count take no value either.
        String arity = field.asType().getKind() == TypeKind.ARRAY ? ".arity(\"..0\")" : "";
        return line + (labelled ? "" : label(field)) + arity + typed(field);
    }

    private String positional(VariableElement field, AnnotationMirror parameters) {
        StringBuilder line = new StringBuilder("positional(it, " + number(field) + ")");
        boolean labelled = false;
        boolean required = !isList(field);
        for (Map.Entry<? extends ExecutableElement, ? extends AnnotationValue> each :
                parameters.getElementValues().entrySet()) {
            String name = each.getKey().getSimpleName().toString();
            Object value = each.getValue().getValue();
            labelled |= name.equals("paramLabel");
            if (name.equals("arity")) {
                required =
                        !value.toString().startsWith("0") && !value.toString().startsWith("*");
            }
            line.append(
                    switch (name) {
                        case "description" -> ".description(" + texts(each.getValue()) + ")";
                        case "arity", "paramLabel" -> "." + name + "(" + each.getValue() + ")";
                        default -> throw new UnknownPart(field, name + " of an argument");
                    });
        }
        return line + (labelled ? "" : label(field)) + ".required(" + required + ")" + typed(field);
    }

    private int number(VariableElement field) {
        values.add(field);
        return values.size() - 1;
    }

    private static String label(VariableElement field) {
        return ".paramLabel(\"<" + field.getSimpleName() + ">\")";
    }

    private static String typed(VariableElement field) {
        return isList(field)
                ? ".type(java.util.List.class).auxiliaryTypes("
                        + plain(((DeclaredType) field.asType())
                                .getTypeArguments()
                                .get(0)) + ".class)"
                : ".type(" + plain(field.asType()) + ".class)";
    }

    private static boolean isList(VariableElement field) {
        return plain(field.asType()).startsWith("java.util.List<");
    }

    private static String boxed(VariableElement field) {
        return switch (field.asType().getKind()) {
            case BOOLEAN -> "Boolean";
            case INT -> "Integer";
            case ARRAY, DECLARED -> plain(field.asType());
            default ->
                throw new UnknownPart(
                        field,
                        "fields of type " + field.asType().getKind().name().toLowerCase(Locale.ROOT));
        };
    }

    /** A type as it is written, without the annotations that stand before or in its name. */
    private static String plain(TypeMirror type) {
        return type.toString().replaceAll("@[\\w.]+(?:\\([^)]*\\))?[,\\s]*", "");
    }

    private static String texts(AnnotationValue value) {
        return value.getValue() instanceof List<?> list
                ? list.stream().map(Object::toString).collect(Collectors.joining(", "))
                : value.toString();
    }

    private static AnnotationValue part(AnnotationMirror annotation, String name) {
        return annotation.getElementValues().entrySet().stream()
                .filter(each -> each.getKey().getSimpleName().contentEquals(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    private static @Nullable AnnotationMirror annotation(Element element, String name) {
        for (AnnotationMirror each : element.getAnnotationMirrors()) {
            if (((TypeElement) each.getAnnotationType().asElement())
                    .getQualifiedName()
                    .contentEquals(SpecProcessor.PICOCLI + name)) {
                return each;
            }
        }
        return null;
    }
}
