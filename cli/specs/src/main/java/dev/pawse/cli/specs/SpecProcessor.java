package dev.pawse.cli.specs;

import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;

/**
 * Writes a class {@code XSpec} beside each class {@code X} with annotations of picocli: it tells picocli what they say, and reads and
 * sets the fields. A part of them that it does not know is an error: nothing of a command may get lost.
 */
@SupportedAnnotationTypes({
    SpecProcessor.PICOCLI + "Command",
    SpecProcessor.PICOCLI + "Option",
    SpecProcessor.PICOCLI + "Parameters",
    SpecProcessor.PICOCLI + "Mixin"
})
public final class SpecProcessor extends AbstractProcessor {
    static final String PICOCLI = "picocli.CommandLine.";

    /** Called by the compiler. */
    public SpecProcessor() {}

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latest();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        Set<TypeElement> described = new LinkedHashSet<>();
        for (TypeElement annotation : annotations) {
            for (Element element : round.getElementsAnnotatedWith(annotation)) {
                described.add((TypeElement) (element instanceof TypeElement ? element : element.getEnclosingElement()));
            }
        }
        described.forEach(this::write);
        return false;
    }

    private void write(TypeElement type) {
        try {
            SpecSource source = new SpecSource(
                    processingEnv
                            .getElementUtils()
                            .getPackageOf(type)
                            .getQualifiedName()
                            .toString(),
                    type);
            String text = source.text();
            try (Writer out = processingEnv
                    .getFiler()
                    .createSourceFile(source.name(), type)
                    .openWriter()) {
                out.write(text);
            }
        } catch (UnknownPart e) {
            processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, e.getMessage(), e.where());
        } catch (IOException e) {
            processingEnv
                    .getMessager()
                    .printMessage(Diagnostic.Kind.ERROR, "its spec cannot be written: " + e.getMessage(), type);
        }
    }
}
